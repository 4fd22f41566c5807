import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileName, written } from "../../whimsy/components/transcript/saved_core.js";

const at = (day, hour) => new Date(2026, 10, day, hour, 5).getTime();
const told = { day: (when) => `day ${new Date(when).getDate()}`, time: (when) => `${new Date(when).getHours()}:05` };
const system = (seq, code, when, change = {}) => ({ seq, kind: "system", mine: false, code, at: when, ...change });
const text = (seq, mine, words, when) => ({ seq, kind: "text", mine, text: words, at: when });

describe("a saved chat", () => {
  it("says who said what and when, in order, and how it ended", () => {
    const lines = [
      system(1, "connected", at(28, 23), { shared: ["tea"] }),
      text(2, true, "hi", at(28, 23)),
      text(3, false, "two\nlines <b>", at(28, 23)),
      text(4, false, "after midnight", at(29, 0)),
      system(5, "left", at(29, 0)),
    ];
    assert.equal(
      written(lines, told),
      "A chat on Whimsy\n\nday 28\n\n- You both like tea.\n[23:05] You: hi\n[23:05] Stranger: two\nlines <b>\n" +
        "\nday 29\n\n[0:05] Stranger: after midnight\n- They left.\n",
    );
  });

  it("has a name by when it began, which every file system takes", () => {
    assert.equal(fileName([text(1, true, "hi", at(3, 9))]), "whimsy-2026-11-03-0905.txt");
    assert.match(fileName([]), /^whimsy-[0-9-]+\.txt$/);
  });
});
