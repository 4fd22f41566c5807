import assert from "node:assert/strict";
import { it } from "node:test";
import { diagnosis, due, forgotten } from "../../whimsy/components/wire/way_core.js";

const said = (way, more = {}) => ({ status: 200, body: JSON.stringify({ way, home: "", ...more }) });
const code = (answer, more = {}) => diagnosis({ online: true, answer, ...more }).code;

it("tells apart what is known to be in the way", () => {
  for (const way of ["unready", "full", "too_many", "origin", "cut", "free"]) assert.equal(code(said(way)), way);
  assert.equal(code(said("free"), { connected: true }), "slow");
  assert.equal(code(null), "silent");
  assert.equal(code(null, { online: false }), "offline");
  for (const status of [500, 502, 504]) assert.equal(code({ status, body: "<html>" }), "silent");
  assert.equal(code({ status: 429, body: "" }), "too_many");
  assert.equal(code({ status: 503, body: "" }), "unready");
  for (const body of ["<html>Sign in", "{}", "null", '{"way":"constructor"}']) {
    assert.equal(code({ status: 200, body }), "foreign");
  }
});

it("has a sentence of its own for each", () => {
  const answers = [...["unready", "full", "too_many", "origin", "cut", "free"].map((way) => said(way)), null];
  const sentences = new Set(answers.map((answer) => diagnosis({ online: true, answer }).sentence));
  assert.equal(sentences.size, answers.length);
  assert.ok(!sentences.has(undefined));
});

it("names the right address to a page at a wrong one, and to no other", () => {
  const home = "https://whimsy.example";
  assert.equal(diagnosis({ online: true, answer: said("origin", { home }) }).home, home);
  assert.equal(diagnosis({ online: true, answer: said("free", { home }) }).home, "");
});

it("speaks within ten seconds, not at once, and asks again now and then", () => {
  assert.equal(due({ since: null, now: 60_000, asked: null }), false);
  assert.equal(due({ since: 0, now: 1_000, asked: null }), false);
  assert.equal(due({ since: 0, now: 6_000, asked: null }), true);
  assert.equal(due({ since: 0, now: 7_000, asked: 6_000 }), false);
  assert.equal(due({ since: 0, now: 9_500, asked: 6_000 }), true);
});

it("says what a browser that keeps nothing costs, and nothing to others", () => {
  assert.equal(forgotten({ localStorage: false, sessionStorage: false }), "");
  assert.match(forgotten({ localStorage: true, sessionStorage: true }), /a reload ends your chat/);
  assert.doesNotMatch(forgotten({ localStorage: true, sessionStorage: false }), /ends your chat/);
});
