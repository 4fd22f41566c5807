// The picture screen as a React hook.
import { useEffect, useReducer, useRef, useState } from "react";
import { FRESH, learn, veilOf } from "./screen_core.js";
import { watch } from "./watch.js";

const SIZE = 224;
const PATIENCE_MS = 3_000;
const hire = () => new Worker(new URL("./screen_worker.js", import.meta.url), { type: "module" });

/**
 * Screen the picture of `room` ("" for none) while it plays. on: the deployer's setting; lifted: the visitor wants to
 * see it. Returns {veil: as of veilOf, verdict, overrule()}.
 */
export function useScreen(picture, { on, room, playing, lifted }) {
  const [known, tell] = useReducer(learn, FRESH);
  const [seenIn, setSeenIn] = useState("");
  const plays = useRef(playing);
  plays.current = playing;
  useEffect(() => tell("fresh"), [room]);
  useEffect(() => {
    if (!playing) return;
    setSeenIn(room); // the model is loaded only now, so that a call without pictures never loads it
    tell("again");
  }, [playing, room]);
  const watched = on && room !== "" && seenIn === room && !known.overruled;
  useEffect(() => {
    if (!watched) return undefined;
    const look = looker(picture);
    return watch({ hire, look: () => (plays.current ? look() : null), tell });
  }, [watched, room]);
  // If the model has not answered in time, the picture is shown unchecked.
  const waiting = watched && playing && lifted && known.verdict === "waiting";
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(tell, PATIENCE_MS, "late");
    return () => clearTimeout(timer);
  }, [waiting]);
  const veil = on ? veilOf(known, { lifted }) : "";
  return { veil, verdict: on ? known.verdict : "off", overrule: () => tell("overrule") };
}

function looker(picture) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return () => {
    const video = picture.current;
    if (document.hidden || !video?.videoWidth || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    context.drawImage(video, 0, 0, SIZE, SIZE);
    return context.getImageData(0, 0, SIZE, SIZE);
  };
}
