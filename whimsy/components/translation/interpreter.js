// The interpreter of this page, with what this browser has. Nothing leaves the device.
import { Interpreter } from "./interpreter_core.js";

export const interpreter = new Interpreter({
  Detector: window.LanguageDetector,
  Translator: window.Translator,
  target: navigator.language.split("-")[0],
});
