// What the looks at pictures need of the browser: the worker with the model, and frames in its size.

import { shared } from "./shared.js";

const SIZE = 224;

export const hire = shared(() => new Worker(new URL("./screen_worker.js", import.meta.url), { type: "module" }));

/** A function that returns the present frame of a playing <video>, or null. */
export function eye() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (/** @type {HTMLVideoElement | null} */ video) => {
    if (document.hidden || !video?.videoWidth || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    context.drawImage(video, 0, 0, SIZE, SIZE);
    return context.getImageData(0, 0, SIZE, SIZE);
  };
}

/** The same for a camera that need not be in the page; throws when it was switched off. */
export function eyeOf(/** @type {MediaStreamTrack} */ track) {
  const look = eye();
  const video = document.createElement("video");
  video.muted = video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  video.play().catch(() => {}); // it was switched off meanwhile
  return () => {
    if (track.readyState !== "live") throw new Error("the camera is off");
    return look(video);
  };
}
