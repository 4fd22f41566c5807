// Makes an open sheet an entry of the browser's history, so that Back closes it, as visitors expect on a phone.

const MARK = "whimsySheet";
/** The step back from a sheet that was closed. A busy browser takes it late: until then its entry is still there. */
let leaving = null;

/** Add the entry; `onBack` is called when the visitor goes back. Returns a function that removes it. */
export function entry(onBack, page = window) {
  const { history } = page;
  let due = true;
  let taken = false;
  const back = (event) => {
    if (!taken) return;
    event.stopImmediatePropagation(); // a router must not see it, as the page is the same
    give();
    onBack();
  };
  const take = () => {
    if (!due) return;
    taken = true;
    // After a reload the entry is still there.
    if (!history.state?.[MARK]) history.pushState({ ...history.state, [MARK]: true }, "");
    page.addEventListener("popstate", back, true);
  };
  const give = () => {
    due = taken = false;
    page.removeEventListener("popstate", back, true);
  };
  if (leaving) leaving.then(take);
  else take();
  return () => {
    const there = taken && history.state?.[MARK]; // else the visitor went back, or on to another page
    give();
    if (!there) return;
    leaving = new Promise((resolve) => {
      const left = (event) => {
        event.stopImmediatePropagation();
        leaving = null;
        resolve();
      };
      page.addEventListener("popstate", left, { capture: true, once: true });
    });
    history.back();
  };
}
