// Where the focus goes when a phase took what had it along.

/** Put a lost focus on the heading of what is shown, so that it is heard and Tab goes on from there. */
export function settle() {
  // Only a lost one: nobody's typing is interrupted.
  if (document.activeElement !== document.body) return;
  const heading = document.querySelector(":is(main, header) h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
