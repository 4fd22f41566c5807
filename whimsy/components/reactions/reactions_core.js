// The reactions by their names on the server (whimsy/rooms/reactions.py): how each is drawn, and how it is said.

/** @type {Record<string, { sign: string, word: string }>} */
export const REACTIONS = {
  heart: { sign: "❤️", word: "a heart" },
  up: { sign: "👍", word: "a thumb up" },
  laugh: { sign: "😂", word: "a laugh" },
  wow: { sign: "😮", word: "a wow" },
  sad: { sign: "😢", word: "a tear" },
  party: { sign: "🎉", word: "a party" },
};
