// A sheet is a step in the browser's history: on a phone, Back is how one closes what lies over the page.

const MARK = "whimsySheet";

/** Take the step; `onBack` is called when the visitor goes back from it. Returns how to take it back. */
export function entry(onBack, page = window) {
  const { history } = page;
  let taken = true;
  const back = (event) => {
    if (!taken) return;
    event.stopImmediatePropagation(); // the same page: no router has to know
    give();
    onBack();
  };
  const give = () => {
    taken = false;
    page.removeEventListener("popstate", back, true);
  };
  // After a reload the step is still there.
  if (!history.state?.[MARK]) history.pushState({ ...history.state, [MARK]: true }, "");
  page.addEventListener("popstate", back, true);
  return () => {
    if (!taken) return;
    give();
    if (!history.state?.[MARK]) return; // gone on to another page
    page.addEventListener("popstate", (event) => event.stopImmediatePropagation(), { capture: true, once: true });
    history.back();
  };
}
