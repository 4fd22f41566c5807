// What differs where people talk by voice alone: no camera is ever asked for.

/** Whether whoever searches so has agreed to a call. */
export const isCall = (/** @type {string | undefined} */ mode) => mode === "voice" || mode === "video";

/** Whether a room is one of voices. A room's id begins with the name of its cell. */
export const isVoice = (/** @type {string} */ room) => room.startsWith("voice-");

/** What is said of a call of voices; "" where there is nothing to say. `mic`: whether the own microphone is on. */
export function sentence(/** @type {import("$/whimsy/call/call_core.js").State} */ state, { resume, mic }) {
  const { phase, reason, remote } = state;
  if (resume) return "Voice is on in this chat. Your microphone is off until you turn it on.";
  if (phase === "over") return reason?.sentence ?? "";
  if (phase === "unavailable") return reason?.sentence ?? "Voice is not available. You can go on in text.";
  if (phase === "unsteady") return "Reconnecting…";
  if (phase !== "live") return "Connecting…";
  if (!remote.mic) return "Their microphone is off.";
  return mic ? "You hear each other." : "You hear them.";
}
