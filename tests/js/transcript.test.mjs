import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  EMPTY,
  fold,
  hear,
  isOver,
  isRight,
  lastOfStranger,
  merge,
  name,
  words,
} from "../../whimsy/components/transcript/transcript_core.js";

const line = (seq, change = {}) => ({
  seq,
  kind: "text",
  mine: false,
  text: `line ${seq}`,
  nonce: "",
  code: "",
  at: 1_000 * seq,
  shared: [],
  reason: "",
  ...change,
});
const system = (seq, code, change = {}) => line(seq, { kind: "system", code, text: "", ...change });
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => line(from + i));
const window = (from, to, change = {}) => ({ room: "a", n: to, full: false, lines: range(from, to), ...change });
const seqs = ({ lines }) => lines.map(({ seq }) => seq);

describe("merging windows", () => {
  it("starts a room with its first window", () => {
    const held = merge(EMPTY, window(1, 2));
    assert.deepEqual(seqs(held), [1, 2]);
    assert.equal(held.gap, 0);
  });

  it("is the same after the same window again", () => {
    const held = merge(EMPTY, window(1, 3));
    assert.equal(merge(held, window(1, 3)), held);
    assert.equal(merge(held, window(2, 3)), held);
  });

  it("keeps lines as the objects they were, so that rows need not be drawn again", () => {
    const held = merge(EMPTY, window(1, 3));
    assert.equal(merge(held, window(2, 5)).lines[1], held.lines[1]);
  });

  it("arrives at the same transcript whichever overlapping windows were skipped", () => {
    for (let skip = 0; skip < 64; skip += 1) {
      let held = EMPTY;
      for (let n = 1; n <= 20; n += 1)
        if (n === 20 || !((skip >> (n % 6)) & 1)) held = merge(held, window(Math.max(1, n - 7), n));
      if (!held.gap) assert.deepEqual(seqs(held), seqs(window(1, 20)));
    }
  });

  it("sorts what comes out of order", () => {
    const held = merge(merge(EMPTY, window(4, 6)), window(1, 3));
    assert.deepEqual(seqs(held), [1, 2, 3, 4, 5, 6]);
    assert.equal(held.gap, 0);
  });

  it("starts anew in another room", () => {
    const held = merge(merge(EMPTY, window(1, 9)), window(1, 1, { room: "b" }));
    assert.deepEqual(seqs(held), [1]);
    assert.equal(held.room, "b");
  });

  it("keeps the last lines only", () => {
    const held = merge(merge(EMPTY, window(1, 60), 60), window(58, 65), 60);
    assert.equal(held.lines.length, 60);
    assert.equal(held.lines[0].seq, 6);
    assert.equal(held.gap, 0);
  });

  it("forgets all when there is no room", () => {
    assert.equal(merge(merge(EMPTY, window(1, 2)), { room: "", lines: [] }), EMPTY);
  });
});

describe("gaps", () => {
  it("names the first missing line", () => {
    assert.equal(merge(merge(EMPTY, window(1, 3)), window(7, 9)).gap, 4);
  });

  it("sees that the beginning was missed", () => {
    assert.equal(merge(EMPTY, window(3, 9)).gap, 1);
  });

  it("takes a full window's word for where the transcript begins", () => {
    assert.equal(merge(EMPTY, window(300, 800, { full: true })).gap, 0);
  });

  it("closes with a full window", () => {
    const torn = merge(merge(EMPTY, window(1, 3)), window(7, 9));
    const held = merge(torn, window(1, 9, { full: true }));
    assert.equal(held.gap, 0);
    assert.deepEqual(seqs(held), seqs(window(1, 9)));
  });

  it("drops what no longer joins up when the hole cannot be filled", () => {
    const held = merge(merge(EMPTY, window(1, 3)), window(100, 120, { full: true }));
    assert.equal(held.gap, 0);
    assert.equal(held.lines[0].seq, 100);
  });

  it("keeps newer lines than an old full window brings", () => {
    const held = merge(merge(EMPTY, window(1, 9)), window(1, 5, { full: true }));
    assert.deepEqual(seqs(held), seqs(window(1, 9)));
  });
});

describe("folding", () => {
  const today = "today";
  const items = (lines, dayOf = () => today) => fold(lines, today, dayOf);

  it("groups what one person says within a minute", () => {
    const [a, b, c] = items([line(1), line(2), line(3, { mine: true })]);
    assert.deepEqual([a.first, a.last, b.first, b.last, c.first, c.last], [true, false, false, true, true, true]);
  });

  it("gives a time of its own to what comes a minute later", () => {
    const [a, b] = items([line(1, { at: 0 }), line(2, { at: 60_000 })]);
    assert.ok(a.last && b.first);
  });

  it("says a short absence in one line", () => {
    const shown = items([system(1, "away"), system(2, "back"), system(3, "away"), system(4, "back")]);
    assert.deepEqual(
      shown.map(({ text }) => text),
      ["They reconnected."],
    );
  });

  it("keeps an absence somebody spoke in", () => {
    const shown = items([system(1, "away"), line(2, { mine: true }), system(3, "back")]);
    assert.deepEqual(
      shown.map((item) => item.text ?? item.line.text),
      ["They are reconnecting…", "line 2", "They are back."],
    );
  });

  it("says nothing of my own absences", () => {
    assert.deepEqual(items([system(1, "away", { mine: true }), system(2, "back", { mine: true })]), []);
  });

  it("names days only once there is more than today", () => {
    assert.ok(!items([line(1), line(2)]).some(({ type }) => type === "day"));
    const shown = items([line(1), line(2)], (at) => (at < 2_000 ? "yesterday" : today));
    assert.deepEqual(
      shown.map(({ type }) => type),
      ["day", "text", "day", "text"],
    );
  });

  it("asks nobody to say hi in a chat that is over, words or none", () => {
    const says = (...lines) => items([system(1, "connected", lines[0]), ...lines.slice(1)])[0];
    const met = (...lines) =>
      [says({}, ...lines), says({ shared: ["jazz", "tea"] }, ...lines)].map(({ text, hint }) => [text, hint]);
    const open = [
      ["You’re talking to a stranger.", "Say hi."],
      ["You both like jazz, tea.", "Say hi."],
    ];
    assert.deepEqual([met(), met(line(2, { mine: true }))], [open, open]);
    for (const code of ["left", "lost"]) {
      const over = [
        ["You met a stranger.", ""],
        ["You both like jazz, tea.", ""],
      ];
      assert.deepEqual([met(system(2, code)), met(line(2), system(3, code, { mine: true }))], [over, over]);
    }
  });

  it("says who left and why", () => {
    assert.equal(words(system(1, "left", { mine: true, reason: "next" })), "You left.");
    assert.match(words(system(1, "left", { mine: true, reason: "lost" })), /gone too long/);
    assert.equal(words(system(1, "left", { reason: "next" })), "They left.");
    assert.equal(words(system(1, "left", { reason: "lost" })), "They left. Their connection was lost.");
  });
});

describe("times", () => {
  const said = (seq, minutes) => line(seq, { at: minutes * 60_000 });
  const kinds = (lines) => fold(lines, "", () => "").map(({ type }) => type);

  it("are shown after gaps of five minutes, and at no other place", () => {
    assert.deepEqual(kinds([said(1, 0), said(2, 4), said(3, 8)]), ["text", "text", "text"]);
    assert.deepEqual(kinds([said(1, 0), said(2, 5), said(3, 6)]), ["text", "gap", "text", "text"]);
    assert.equal(fold([said(1, 0), said(2, 5)], "", () => "")[1].at, 300_000);
  });

  it("count from any line, and stand only before messages", () => {
    assert.deepEqual(kinds([said(1, 0), system(2, "away", { at: 600_000 }), said(3, 11)]), ["text", "note", "text"]);
  });
});

describe("video in the transcript", () => {
  const said = (lines) =>
    fold(lines, "", () => "")
      .filter(({ type }) => type === "note")
      .map(({ text }) => text);

  it("says who asked and who declined", () => {
    const lines = [system(1, "video_offered", { mine: true }), system(2, "video_declined")];
    assert.deepEqual(said(lines), ["You asked for video.", "They’d rather not, for now."]);
  });

  it("says when one may ask again, and why not", () => {
    const declined = (change) => words(system(1, "video_declined", change));
    assert.match(declined({ rest: 60 }), /again in 60 seconds/);
    assert.match(declined({ rest: -1 }), /Only they can ask/);
    assert.equal(declined({ rest: -1, reason: "unable" }), "Their browser has no calls.");
    assert.equal(declined({ mine: true, rest: -1, reason: "unable" }), "Your browser has no calls.");
    assert.match(declined({ mine: true, rest: -1 }), /won’t ask again/);
    assert.equal(declined({ mine: true, rest: 60 }), "You’d rather not, for now.");
  });

  it("says once that it is on, however often it was set up anew", () => {
    const lines = [
      system(1, "video_offered"),
      system(2, "video_on"),
      system(3, "video_on"),
      line(4),
      system(5, "video_on"),
    ];
    assert.deepEqual(said(lines), ["They asked for video.", "Video is on."]);
  });

  it("says it again after it was off", () => {
    const lines = [system(1, "video_on"), system(2, "video_stopped"), system(3, "video_on")];
    assert.deepEqual(said(lines), ["Video is on.", "They turned video off.", "Video is on."]);
  });

  it("says nothing of the video two have met for", () => {
    assert.deepEqual(said([system(1, "connected"), system(2, "video_on"), system(3, "video_on")]), []);
  });
});

describe("hearing them type", () => {
  const at = (now, change = {}) => ({ room: "a", typing: 0, last: 1, now, ...change });

  it("is silent at first sight, whatever the counter says", () => {
    assert.equal(hear(null, at(0, { typing: 7 })).until, 0);
  });

  it("lasts four seconds from the newest pulse", () => {
    let held = hear(hear(null, at(0)), at(100, { typing: 1 }));
    assert.equal(held.until, 4_100);
    held = hear(held, at(2_000, { typing: 2 }));
    assert.equal(hear(held, at(2_500, { typing: 2 })).until, 6_000);
  });

  it("ends with their line, with the counter's zero, and with the room", () => {
    const held = hear(hear(null, at(0)), at(0, { typing: 1 }));
    assert.equal(hear(held, at(1, { typing: 1, last: 2 })).until, 0);
    assert.equal(hear(held, at(1)).until, 0);
    assert.equal(hear(held, at(1, { typing: 1, room: "b" })).until, 0);
  });

  it("goes on while they react", () => {
    assert.equal(lastOfStranger([line(1), line(2, { kind: "reaction", to: 1, code: "heart" })]), 1);
  });

  it("counts only the stranger's lines", () => {
    assert.equal(lastOfStranger([line(1), line(2, { mine: true })]), 1);
    assert.equal(lastOfStranger([]), 0);
  });
});

describe("what two do with messages", () => {
  const reaction = (seq, to, code, mine = false) => line(seq, { kind: "reaction", to, code, mine, text: "" });
  const day = () => "today";
  const texts = (lines) => fold(lines, "today", day).filter(({ type }) => type === "text");

  it("shows the last reaction of each side, and parts no group by it", () => {
    const [one, two] = texts([
      line(1),
      reaction(2, 1, "heart"),
      reaction(3, 1, "wow", true),
      reaction(4, 1, "up"),
      line(5),
    ]);
    assert.deepEqual([one.theirs, one.mine], ["up", "wow"]);
    assert.deepEqual([two.theirs, two.mine], [undefined, undefined]);
    assert.deepEqual([one.first, one.last, two.first, two.last], [true, false, false, true]);
  });

  it("shows none that was taken back, nor one on a line that is gone", () => {
    const [one, ...others] = texts([line(3), reaction(4, 3, "heart"), reaction(5, 3, ""), reaction(6, 1, "heart")]);
    assert.equal(one.theirs, "");
    assert.deepEqual(others, []);
  });

  it("quotes what a message answers while it is kept", () => {
    const lines = [line(3), line(4, { to: 3 }), line(5, { to: 1 })];
    assert.deepEqual(
      texts(lines).map(({ quoted }) => quoted),
      [undefined, lines[0], undefined],
    );
  });

  it("shows a topic between the messages", () => {
    const items = fold([line(1), system(2, "topic", { text: "Sea or forest?", mine: true })], "today", day);
    assert.deepEqual(items[1], { type: "topic", key: 2, text: "Sea or forest?", mine: true, who: "You" });
  });
});

describe("a question that a third asked", () => {
  const question = (change) => system(2, "question", { text: "Why?", ...change });

  it("is a card for the two, who know that somebody reads along", () => {
    const items = fold([system(1, "connected"), question(), line(3)], "");
    const shown = items.filter(({ type }) => type !== "day");
    assert.deepEqual([shown[0].hint, shown[1].type, shown[1].mine], ["Say what you think.", "question", false]);
    assert.equal(words(system(4, "asker_left")), "Whoever asked has left. You two can go on.");
    assert.equal(isOver([system(4, "asker_left")]), false);
  });

  it("tells whoever asked which of the two says and does what", () => {
    const told = [
      system(1, "connected"),
      question({ mine: true }),
      line(3, { by: 1 }),
      line(4, { by: 2 }),
      line(5, { kind: "reaction", to: 3, code: "heart", by: 2 }),
      line(6, { kind: "reaction", to: 4, code: "wow", by: 1 }),
    ];
    const [first, second] = fold(told, "").filter(({ type }) => type === "text");
    assert.deepEqual([name(first.line), isRight(first.line), first.mine], ["Stranger 1", false, "heart"]);
    assert.deepEqual([name(second.line), isRight(second.line), second.theirs], ["Stranger 2", true, "wow"]);
    assert.equal(first.last && second.first, true, "they are no group");
    assert.equal(words(system(7, "away", { by: 1 })), "Stranger 1 is reconnecting…");
    assert.equal(words(system(8, "left", { by: 2, reason: "lost" })), "Stranger 2 left. Their connection was lost.");
  });

  it("is over for whoever asked once they have left, and the reason is said", () => {
    const left = (reason) => system(3, "asker_left", { mine: true, reason });
    assert.equal(isOver([left("left")]), true);
    assert.equal(words(left("left")), "You left.");
    assert.equal(words(left("lost")), "You were gone too long.");
    assert.equal(words(left("blocked")), "You can’t read along any more.");
  });
});
