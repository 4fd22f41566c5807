// Makes an open sheet an entry of the browser's history, so that Back closes it, as visitors expect on a phone.

const MARK = "whimsySheet";

/** Add the entry; `onBack` is called when the visitor goes back. Returns a function that removes it. */
export function entry(onBack, page = window) {
  const { history } = page;
  let taken = true;
  const back = (event) => {
    if (!taken) return;
    event.stopImmediatePropagation(); // a router must not see it, as the page is the same
    give();
    onBack();
  };
  const give = () => {
    taken = false;
    page.removeEventListener("popstate", back, true);
  };
  // After a reload the entry is still there.
  if (!history.state?.[MARK]) history.pushState({ ...history.state, [MARK]: true }, "");
  page.addEventListener("popstate", back, true);
  return () => {
    if (!taken) return;
    give();
    if (!history.state?.[MARK]) return; // the visitor went on to another page
    page.addEventListener("popstate", (event) => event.stopImmediatePropagation(), { capture: true, once: true });
    history.back();
  };
}
