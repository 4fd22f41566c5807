// Looks at small frames beside the page. The model comes with this file; asks nobody anything.
import { setBackend } from "@tensorflow/tfjs";
import { load } from "nsfwjs/core";
import { MobileNetV2Model } from "nsfwjs/models/mobilenet_v2";

console.info = () => {}; // nsfwjs greets
const model = prepare();
model.catch(() => {}); // said with the first frame

async function prepare() {
  await setBackend(painted() ? "webgl" : "cpu");
  return load("MobileNetV2", { modelDefinitions: [MobileNetV2Model] });
}

/** Whether there is a graphics card. Without one WebGL is slower than plain code, and in the way of the video. */
function painted() {
  try {
    const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
    const named = gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER;
    return !/swiftshader|llvmpipe|software|basic render/i.test(gl.getParameter(named));
  } catch {
    return false;
  }
}

self.onmessage = async ({ data }) => {
  try {
    postMessage({ classes: await (await model).classify(data) });
  } catch {
    postMessage({ failed: true });
  }
};
