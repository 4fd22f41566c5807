// What the card of consent says, for video and for voice.

/** @typedef {{ sentence: string, way: string } | null} Lack */

const VIDEO = {
  button: "Video",
  ask: "Ask for video",
  turning: "Turning on video…",
  camera: ["Your browser asks for your camera and microphone.", "Nobody sees you yet. Whoever does could record you."],
  asked: [
    "They’d like to turn on video.",
    "Your camera is off until you turn it on. They could record you. Their picture starts blurred.",
  ],
  unloaded: "Video could not be loaded.",
  off: "Your camera is off. The chat goes on.",
  waiting: "They see you once they accept.",
  stepping: "They hear you once they accept. They see you later, once you both want it.",
  relayed: "The video is relayed: your address stays hidden.",
};
const VOICE = {
  button: "Voice",
  ask: "Ask for voice",
  turning: "Turning on voice…",
  camera: ["Your browser asks for your microphone.", "Nobody hears you yet. Whoever does could record you."],
  asked: ["They’d like to talk by voice.", "Your microphone is off until you turn it on. They could record you."],
  unloaded: "Voice could not be loaded.",
  off: "Your microphone is off. The chat goes on.",
  waiting: "They hear you once they accept.",
  stepping: "They hear you once they accept.",
  relayed: "Your voice is relayed: your address stays hidden.",
};

/** The words for a room of voices, or any other. @param {boolean} voice */
export const wordsOf = (voice) => (voice ? VOICE : VIDEO);

/**
 * Title and hint of a card; undefined for one that has a component of its own. lack: what this browser lacks; waits:
 * the title while the partner is asked; steps: whether the visitor goes by steps.
 * @param {{ shown: string, voice: boolean, lack: Lack, sentence?: string, waits: string, relayed: boolean, steps?: boolean }} of
 */
export function said({ shown, voice, lack, sentence, waits, relayed, steps }) {
  const words = wordsOf(voice);
  const waiting = steps ? words.stepping : words.waiting;
  switch (shown) {
    case "camera":
      return words.camera;
    case "asked":
      return lack ? [words.asked[0], `${lack.sentence} Your answer tells them so.`] : words.asked;
    case "unable":
      return lack ? [lack.sentence, lack.way] : undefined;
    case "unloaded":
      return [words.unloaded, "Is your connection there? Try again, or load this page anew: your chat stays."];
    case "refused":
      return [sentence ?? "", words.off];
    case "waiting":
      return [waits, relayed ? `${waiting} ${words.relayed}` : waiting];
  }
  return undefined;
}
