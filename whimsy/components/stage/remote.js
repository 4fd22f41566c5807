import { useEffect, useState } from "react";
import { hooks } from "$/whimsy/studio/studio.js";
import { usePlaying } from "./hooks.js";

const NOWHERE = { current: null };

/**
 * Puts the stranger's stream into the elements without React, so that it is removed at once when the call ends: the
 * sound into `speaker`, the picture into `picture`, which is muted. One element for both would be silent until the first
 * picture arrives, and from whoever has no camera none does.
 */
export function useRemote(speaker, picture = NOWHERE) {
  const [refused, setRefused] = useState(false);
  const [heard, setHeard] = useState(null);
  const play = () => {
    picture.current?.play().catch(() => {}); // it is muted, so no browser refuses; it was replaced or removed
    speaker.current?.play().then(
      () => setRefused(false),
      (error) => setRefused(error.name === "NotAllowedError"),
    );
  };
  useEffect(() => {
    hooks.screen = (stream) => {
      if (!speaker.current) return;
      put(speaker.current, stream?.getAudioTracks() ?? []);
      if (picture.current) put(picture.current, stream?.getVideoTracks() ?? []);
      for (const track of stream?.getTracks() ?? []) track.onunmute = play;
      setHeard(stream);
      if (stream) play();
      else setRefused(false);
    };
    hooks.screen(hooks.remote); // it may have arrived before this was drawn
    return () => (hooks.screen = null);
  }, []);
  usePlaying(speaker, play);
  usePlaying(picture, play);
  return { refused, play, stream: heard };
}

/** Let an element play these tracks and no others; none empties it. */
function put(/** @type {HTMLMediaElement} */ element, /** @type {MediaStreamTrack[]} */ tracks) {
  const held = element.srcObject?.getTracks() ?? [];
  const same = tracks.length === held.length && tracks.every((track) => held.includes(track));
  if (!same) element.srcObject = tracks.length ? new MediaStream(tracks) : null;
}
