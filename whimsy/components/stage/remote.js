import { useEffect, useState } from "react";
import { hooks } from "$/whimsy/studio/studio.js";
import { usePlaying } from "./hooks.js";

/** Puts the stranger's stream into the element without React, so that it is removed at once when the call ends. */
export function useRemote(picture) {
  const [refused, setRefused] = useState(false);
  const [heard, setHeard] = useState(null);
  const play = () =>
    picture.current?.play().then(
      () => setRefused(false),
      (error) => setRefused(error.name === "NotAllowedError"),
    );
  useEffect(() => {
    hooks.screen = (stream) => {
      const element = picture.current;
      if (!element) return;
      if (element.srcObject !== stream) element.srcObject = stream;
      for (const track of stream?.getTracks() ?? []) track.onunmute = () => element.paused && play();
      setHeard(stream);
      if (stream) play();
      else setRefused(false);
    };
    hooks.screen(hooks.remote); // it may have arrived before this was drawn
    return () => (hooks.screen = null);
  }, []);
  usePlaying(picture, play);
  return { refused, play, stream: heard };
}
