// iOS tells the keyboard's old height with `resize`, and the right one some frames later (agegr/pi-web#387,
// breez/glow-web#80, apache/cordova-ios#1575).
(() => {
  const view = new EventTarget();
  Object.assign(view, { height: innerHeight, width: innerWidth, scale: 1, offsetTop: 0, offsetLeft: 0 });
  Object.assign(view, { pageTop: 0, pageLeft: 0 });
  Object.defineProperty(window, "visualViewport", { configurable: true, get: () => view });
  const say = (name) => view.dispatchEvent(new Event(name));
  window.__kb = {
    open(px = 336) { view.height = innerHeight - px; say("resize"); },
    close(late = 120) { say("resize"); setTimeout(() => { view.height = innerHeight; view.offsetTop = 0; }, late); },
    pinch(scale) { view.scale = scale; view.height = innerHeight / scale; view.width = innerWidth / scale; say("resize"); },
    type(height) { view.height = height; say("resize"); },
  };
})();
