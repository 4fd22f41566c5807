// The entry of the browser's history by which Back steps back within the page.

const MARK = "whimsyChat";

/** There is at most one. It stays when it is not needed any more, and Back passes it over then. */
export class Step {
  #page;
  #here;
  #onBack = null;

  constructor(page = window) {
    this.#page = page;
    this.#here = this.#marked; // after a reload, or on the way back from another page
    page.addEventListener("popstate", this.#back, true);
  }

  /** From now on Back calls `onBack` once, instead of leaving the page. */
  take(onBack) {
    const { history } = this.#page;
    if (!this.#marked) history.pushState({ ...history.state, [MARK]: true }, "");
    this.#here = true;
    this.#onBack = onBack;
  }

  /** From now on Back leaves the page. (Going back here and now would end a reload that is under way.) */
  give() {
    this.#onBack = null;
  }

  end() {
    this.#page.removeEventListener("popstate", this.#back, true);
  }

  get #marked() {
    return Boolean(this.#page.history.state?.[MARK]);
  }

  #back = (event) => {
    const left = this.#here && !this.#marked; // else it was another entry, on top of this one
    this.#here = this.#marked;
    if (!left) return;
    event.stopImmediatePropagation(); // a router must not see it, as the page is the same
    const onBack = this.#onBack ?? (() => this.#page.history.back());
    this.#onBack = null;
    onBack();
  };
}
