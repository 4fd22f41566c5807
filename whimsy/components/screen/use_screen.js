// The picture screen as a React hook.
import { useEffect, useReducer, useRef, useState } from "react";
import { eye, hire } from "./eye.js";
import { FRESH, learn, veilOf } from "./screen_core.js";
import { PATIENCE_MS, watch } from "./watch.js";

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
    const look = eye();
    return watch({ hire, look: () => (plays.current ? look(picture.current) : null), tell });
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
