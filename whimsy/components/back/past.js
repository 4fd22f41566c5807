// Makes a state of the page an entry of the browser's history, so that Back leaves that state, as visitors expect on a
// phone, and not the page.

/** Add the entry `mark`; `onBack` is called when the visitor goes back from it. Returns a function that removes it. */
export function entry(mark, onBack, page = window) {
  const { history } = page;
  let taken = true;
  const back = (event) => {
    if (!taken || history.state?.[mark]) return; // it was another entry, on top of this one
    event.stopImmediatePropagation(); // a router must not see it, as the page is the same
    give();
    onBack();
  };
  const give = () => {
    taken = false;
    page.removeEventListener("popstate", back, true);
  };
  // After a reload the entry is still there.
  if (!history.state?.[mark]) history.pushState({ ...history.state, [mark]: true }, "");
  page.addEventListener("popstate", back, true);
  return () => {
    if (!taken) return;
    give();
    if (!history.state?.[mark]) return; // the visitor went on to another page
    page.addEventListener("popstate", (event) => event.stopImmediatePropagation(), { capture: true, once: true });
    history.back();
  };
}
