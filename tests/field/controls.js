// What a visitor can press on this page, and what they could notice of having pressed it.
(() => {
  const PRESSED = "button, a[href], summary, select, textarea, input:not([type=hidden])";
  const word = (one) => (one.labels?.[0] ?? one).innerText?.trim() || one.getAttribute("aria-label") || one.title || one.name || one.id;
  const seen = (one) => {
    const shape = (one.labels?.[0] ?? one).getBoundingClientRect();
    const beneath = (one.labels?.[0] ?? one).ownerDocument.elementFromPoint(shape.x + shape.width / 2, shape.y + shape.height / 2);
    return shape.width > 1 && shape.height > 1 && !one.closest("[inert]") && (one.labels?.[0] ?? one).checkVisibility({ visibilityProperty: true }) && beneath !== null;
  };
  const kind = (one) => (one.tagName === "INPUT" ? `input ${one.type}` : one.tagName.toLowerCase());
  const open = () => document.querySelector("dialog[open], [role=dialog]") ?? document;

  // Disabled ones and the choice already made answer nothing, and say so by how they look.
  window.__controls = () =>
    [...open().querySelectorAll(PRESSED)]
      .filter((one) => seen(one) && !one.disabled && one.getAttribute("aria-disabled") !== "true")
      .filter((one) => !["page", "true"].includes(one.getAttribute("aria-current")))
      .filter((one) => !(one.type === "radio" && one.checked) && !(one.options?.length < 2))
      .map((one) => `${kind(one)}: ${word(one).replace(/\d+/g, "#").replace(/\s+/g, " ")}`);
  window.__press = (name) => {
    const one = [...open().querySelectorAll(PRESSED)].find((one) => seen(one) && !one.disabled && `${kind(one)}: ${word(one).replace(/\d+/g, "#").replace(/\s+/g, " ")}` === name);
    document.querySelectorAll("[data-pressed]").forEach((other) => other.removeAttribute("data-pressed"));
    // A native radio or box may be hidden beneath its label; what is written into or chosen from is not.
    (["radio", "checkbox"].includes(one?.type) ? one.labels[0] ?? one : one)?.setAttribute("data-pressed", "");
    return one ? kind(one) : "";
  };
  // What is said once more, in an element of its own that appears anew, is news.
  const numbers = new WeakMap();
  let number = 0;
  const numbered = (one) => numbers.get(one) ?? numbers.set(one, (number += 1)).get(one);
  // Without figures, which change by themselves: how many are here, how long it takes.
  window.__noticed = () =>
    JSON.stringify([
      location.href,
      document.body.innerText.replace(/[\d.,]+/g, "#").replace(/\s+/g, " "),
      [...document.querySelectorAll(PRESSED)].map((one) => [one.value, one.checked, one.disabled, one.getAttribute("aria-pressed"), one.getAttribute("aria-expanded")]),
      document.querySelectorAll("[open], [role=dialog]").length,
      ["INPUT", "TEXTAREA"].includes(document.activeElement.tagName) && document.activeElement.name,
      Boolean(document.fullscreenElement),
      Boolean(document.pictureInPictureElement),
      document.title.replace(/\d+/g, "#"),
      [...document.querySelectorAll("[role=alert]")].filter((one) => one.innerText.trim()).map(numbered),
    ]);
  // Resolves to it, once it has stayed the same for a while.
  window.__settled = () =>
    new Promise((done, fail) => {
      const begun = performance.now();
      let before = window.__noticed();
      let since = begun;
      const timer = setInterval(() => {
        const [now, at] = [window.__noticed(), performance.now()];
        if (now !== before) [before, since] = [now, at];
        if (at - since < 300 && at - begun < 12_000) return;
        clearInterval(timer);
        if (at - since < 300) fail(new Error(`never comes to rest: ${before}`));
        else done(before);
      }, 50);
    });
})();
