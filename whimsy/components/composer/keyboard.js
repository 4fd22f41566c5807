// iOS lays the keyboard over the page instead of shrinking it: the page has to shrink itself.

/** Keep `--page-height` at what can be seen; returns how to stop. */
export function followKeyboard(view = window.visualViewport, root = document.documentElement) {
  if (!view) return () => {};
  const follow = () => {
    // A pinch also makes the visual viewport smaller; that is looking closer, not typing.
    if (view.scale > 1.01) return;
    root.style.setProperty("--page-height", `${view.height}px`);
    window.scrollTo(0, 0);
  };
  follow();
  view.addEventListener("resize", follow);
  return () => {
    view.removeEventListener("resize", follow);
    root.style.removeProperty("--page-height");
  };
}
