import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Interpreter } from "../../whimsy/components/translation/interpreter_core.js";

const line = (seq, text) => ({ seq, text });

/** A browser that knows Spanish by "hola" and German by "hallo", and has no model for German. */
function made({ refuses = 0, confidence = 0.9, target = "en" } = {}) {
  const asked = [];
  const make = (kind, model) => ({
    async availability({ sourceLanguage } = {}) {
      return sourceLanguage === "de" ? "unavailable" : "downloadable";
    },
    async create({ monitor, ...of }) {
      asked.push([kind, of]);
      if (refuses-- > 0) throw new DOMException("no gesture", "NotAllowedError");
      const download = new EventTarget();
      monitor(download);
      for (const loaded of [0.5, 1]) download.dispatchEvent(Object.assign(new Event("downloadprogress"), { loaded }));
      return model;
    },
  });
  const Detector = make("detector", {
    async detect(text) {
      const found = { hola: "es-MX", hallo: "de" }[text.split(" ")[0]] ?? "en";
      return [{ detectedLanguage: found, confidence }];
    },
  });
  const Translator = make("translator", {
    async translate(text) {
      asked.push(["text", text]);
      return `[${text}]`;
    },
  });
  const interpreter = new Interpreter({ Detector, Translator, target });
  const loads = [];
  interpreter.subscribe(() => loads.push(interpreter.state.loaded));
  return { interpreter, asked, loads };
}

describe("translating a chat", () => {
  it("is offered only where the browser can", async () => {
    const { interpreter } = made();
    await interpreter.ask();
    assert.equal(interpreter.state.able, true);
    const never = { availability: async () => "unavailable" };
    const broken = { availability: () => Promise.reject(new Error("no")) };
    for (const of of [{}, { Detector: never }, ...[never, broken].map((Detector) => ({ Detector, Translator: {} }))]) {
      const other = new Interpreter({ ...of, target: "en" });
      await other.ask();
      assert.equal(other.state.able, false);
    }
  });

  it("loads nothing before a press, and then one model for each language", async () => {
    const { interpreter, asked, loads } = made();
    await interpreter.hear("a", [line(2, "hola")]);
    assert.deepEqual(asked, []);
    await interpreter.press("a", [line(2, "hola"), line(3, "hello"), line(4, "hola otra vez")]);
    assert.deepEqual(interpreter.state.said, { 2: "[hola]", 3: "", 4: "[hola otra vez]" });
    await interpreter.hear("a", [line(2, "hola"), line(3, "hello"), line(4, "hola otra vez")]);
    assert.deepEqual(asked, [
      ["detector", {}],
      ["translator", { sourceLanguage: "es", targetLanguage: "en" }],
      ["text", "hola"],
      ["text", "hola otra vez"],
    ]);
    assert.ok(loads.includes(0.5) && loads.at(-1) === 1);
  });

  it("leaves alone what it is not sure of, and languages without a model", async () => {
    const unsure = made({ confidence: 0.3 }).interpreter;
    await unsure.press("a", [line(2, "hola")]);
    assert.deepEqual(unsure.state.said, { 2: "" });
    const { interpreter, asked } = made();
    await interpreter.press("a", [line(2, "hallo"), line(3, "hallo du")]);
    assert.deepEqual(interpreter.state.said, { 2: "", 3: "" });
    assert.equal(asked.length, 1);
  });

  it("goes on with what comes, starts anew in another room, and ends by a press", async () => {
    const { interpreter } = made();
    await interpreter.press("a", []);
    await interpreter.hear("a", [line(2, "hola")]);
    assert.deepEqual(interpreter.state.said, { 2: "[hola]" });
    await interpreter.hear("b", []);
    assert.deepEqual([interpreter.state.on, interpreter.state.said], [true, {}]);
    await interpreter.press("b", []);
    await interpreter.hear("b", [line(2, "hola")]);
    assert.deepEqual([interpreter.state.on, interpreter.state.said], [false, {}]);
  });

  it("does not show in a new room what was said in the one before", async () => {
    const { interpreter } = made();
    await interpreter.press("a", []);
    const late = interpreter.hear("a", [line(2, "hola")]);
    await interpreter.hear("b", []);
    await late;
    assert.deepEqual(interpreter.state.said, {});
  });

  it("says that it failed, and works at the next press", async () => {
    const { interpreter } = made({ refuses: 1 });
    await interpreter.press("a", [line(2, "hola")]);
    assert.equal(interpreter.state.on, false);
    assert.match(interpreter.state.note, /Try again/);
    await interpreter.press("a", [line(2, "hola")]);
    assert.deepEqual([interpreter.state.note, interpreter.state.said], ["", { 2: "[hola]" }]);
  });
});
