import assert from "node:assert/strict";
import { it } from "node:test";
import { fetched, isSaid, saying } from "../../whimsy/components/part/fetched.js";

it("a file that did not come is fetched again, and one that came is not", async () => {
  const answers = [new Error("offline"), new Error("offline"), { Call: 1 }];
  let asked = 0;
  const file = fetched(async () => {
    asked += 1;
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const seen = [];
  const end = file.subscribe(() => seen.push(file.snapshot().failed));
  assert.deepEqual(await Promise.all([file.fetch(), file.fetch()]), [null, null]);
  assert.equal(asked, 1);
  assert.equal(await file.fetch(), null);
  assert.deepEqual(await file.fetch(), { Call: 1 });
  assert.deepEqual(await file.fetch(), { Call: 1 });
  assert.deepEqual([asked, seen], [3, [1, 2, 0]]);
  end();
});

it("knows of whose absence the page says so", async () => {
  const [late, other] = [new Error("late"), new Error("other")];
  await fetched(async () => {
    throw late;
  }).fetch();
  await assert.rejects(saying(Promise.reject(other)), other);
  assert.deepEqual([isSaid(late), isSaid(other), isSaid(new Error("a third"))], [true, true, false]);
});
