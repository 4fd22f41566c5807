// Restores the focus when the element that had it was removed with a phase.

/** Move a lost focus to the heading of the page, so that screen readers say it and Tab goes on from there. */
export function settle() {
  if (document.activeElement !== document.body) return; // nobody who is typing may be interrupted
  const heading = document.querySelector(":is(main, header) h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
