// The captions of this page, with what this browser has.
import { useEffect, useSyncExternalStore } from "react";
import { wire } from "$/whimsy/wire/reflex.js";
import { Captions } from "./captions_core.js";

const socket = wire();

export const captions = new Captions({
  Recognition: window.SpeechRecognition ?? window.webkitSpeechRecognition,
  language: navigator.language,
  send: (room, text) => socket.connected && socket.emit("caption", [room, text]),
  clock: {
    after(ms, then) {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  },
});
socket.on("caption", (said) => captions.hear(said));

export const useCaptions = () => useSyncExternalStore(captions.subscribe, captions.snapshot);

/** Caption the call of `room` ("" for none) while its microphone is on. local: the own stream. */
export function useSpeaking({ room, going, own, local }) {
  const track = (going && own.mic && local?.getAudioTracks()[0]) || null;
  useEffect(() => captions.follow({ room, track }), [room, track]);
  useEffect(() => () => captions.follow({ room: "", track: null }), []);
}
