// iOS lays the keyboard over the page instead of shrinking it: the page has to shrink itself.

const SETTLED_MS = 400;
const KEYBOARD_PX = 80;
const LEAST_PX = 160;
const OF_VIEW = ["resize", "scroll"];
const OF_PAGE = ["focusin", "focusout", "pageshow", "orientationchange"];

/** Keep `--page-height` at what can be seen; returns how to stop. */
export function followKeyboard(view = window.visualViewport, root = document.documentElement, page = window) {
  if (!view) return () => {};
  let timer;
  const measure = () => root.style.setProperty("--page-height", `${Math.round(height(view, page.innerHeight))}px`);
  const settle = () => {
    measure();
    if (view.scale <= 1.01) page.scrollTo(0, 0);
  };
  // The height told with `resize` may be the one before: the right one comes some frames later, or without a word.
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

/** How high the page should be, of `inner` pixels it has without a keyboard. */
export function height(view, inner) {
  // A pinch makes the view smaller too, but that is looking closer: at its own size as much of the page fits.
  const fits = view.height * view.scale;
  const covered = inner - fits > KEYBOARD_PX;
  if (view.scale <= 1.01 || !covered) return fits;
  // Who always looks closely writes at the foot of what they see.
  return Math.max(view.offsetTop + view.height, LEAST_PX);
}
