// iOS lays its keyboard over the page instead of shrinking the page, so this shrinks it.

const SETTLED_MS = 400;
const KEYBOARD_PX = 80;
const LEAST_PX = 160;
const OF_VIEW = ["resize", "scroll"];
const OF_PAGE = ["focusin", "focusout", "pageshow", "orientationchange"];

/** Keep `--page-height` at the visible height; returns a function that stops that. */
export function followKeyboard(view = window.visualViewport, root = document.documentElement, page = window) {
  if (!view) return () => {};
  let timer;
  const measure = () => root.style.setProperty("--page-height", `${Math.round(height(view, page.innerHeight))}px`);
  const settle = () => {
    measure();
    if (view.scale <= 1.01) page.scrollTo(0, 0);
  };
  // The height at `resize` may be the old one. The new one comes some frames later, or without any event.
  const look = ({ type } = {}) => {
    if (type === "scroll") measure();
    else settle();
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLED_MS);
  };
  look();
  for (const name of OF_VIEW) view.addEventListener(name, look);
  for (const name of OF_PAGE) page.addEventListener(name, look);
  return () => {
    clearTimeout(timer);
    for (const name of OF_VIEW) view.removeEventListener(name, look);
    for (const name of OF_PAGE) page.removeEventListener(name, look);
    root.style.removeProperty("--page-height");
  };
}

/** The height of the page in pixels; `inner` is its height without a keyboard. */
export function height(view, inner) {
  // A pinch zoom shrinks the view, too, but not what fits into it at its scale.
  const fits = view.height * view.scale;
  const covered = inner - fits > KEYBOARD_PX;
  if (view.scale <= 1.01 || !covered) return fits;
  // Zoomed in, with a keyboard: the composer is put at the bottom of the visible part.
  return Math.max(view.offsetTop + view.height, LEAST_PX);
}
