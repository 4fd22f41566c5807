// Classifies frames without blocking the page. The model is in this file, and nothing is sent anywhere.
import { setBackend } from "@tensorflow/tfjs";
import { load } from "nsfwjs/core";
import { MobileNetV2Model } from "nsfwjs/models/mobilenet_v2";

console.info = () => {}; // nsfwjs logs a greeting
const model = prepare();
model.catch(() => {}); // reported at the first frame

async function prepare() {
  await setBackend(painted() ? "webgl" : "cpu");
  return load("MobileNetV2", { modelDefinitions: [MobileNetV2Model] });
}

/** Whether there is a graphics card. Without one WebGL is slower than JavaScript, and slows the video down. */
function painted() {
  try {
    const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
    const named = gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER;
    return !/swiftshader|llvmpipe|software|basic render/i.test(gl.getParameter(named));
  } catch {
    return false;
  }
}

/** @type {Promise<unknown>} */
let turn = model;
self.onmessage = ({ data }) => {
  const look = async () => postMessage({ classes: await (await model).classify(data) });
  turn = turn.then(look, look).catch(() => postMessage({ failed: true })); // one after the other, as they came
};
