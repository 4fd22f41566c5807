// Runs in every page before anything else, written into it: no file of it can be missing, and nothing else has
// touched the storages yet. Two things: a browser that keeps nothing gets a memory as long as the page, and a page
// whose parts do not arrive looks for them again. (Whole lines of comment are left out of the page.)
(() => {
  const page = document.documentElement;
  const whimsy = (window.whimsy = { forgets: { localStorage: false, sessionStorage: false }, started: false });

  // --- storages: Reflex and we read them bare. What cannot be kept is kept here.
  const forget = (name) => {
    if (whimsy.forgets[name]) return;
    whimsy.forgets[name] = true;
    window.dispatchEvent(new Event("whimsy:forgets"));
  };
  const memory = () => {
    const kept = new Map();
    return {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => void kept.set(String(key), String(value)),
      removeItem: (key) => void kept.delete(String(key)),
      clear: () => kept.clear(),
      key: (index) => [...kept.keys()][index] ?? null,
      get length() {
        return kept.size;
      },
    };
  };
  const found = {};
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      found[name] = window[name];
    } catch {
      // Forbidden: looking is enough to throw.
    }
    if (found[name]) continue;
    forget(name);
    try {
      Object.defineProperty(window, name, { configurable: true, value: memory() });
    } catch {
      // Nothing more can be done; the page says that it does not start.
    }
  }
  // One that is there may be full, now or later, or take nothing: what it refuses stands in front of it.
  const refused = new Map();
  const name = (store) => Object.keys(found).find((each) => found[each] === store);
  const inFront = (store) => refused.get(store) ?? refused.set(store, memory()).get(store);
  const { getItem, setItem, removeItem, clear } = window.Storage?.prototype ?? {};
  if (setItem)
    Object.assign(Storage.prototype, {
      getItem(key) {
        const mine = refused.get(this)?.getItem(key);
        if (mine != null) return mine;
        try {
          return getItem.call(this, key);
        } catch {
          return null;
        }
      },
      setItem(key, value) {
        try {
          setItem.call(this, key, value);
          refused.get(this)?.removeItem(key);
        } catch {
          inFront(this).setItem(key, value);
          forget(name(this));
        }
      },
      removeItem(key) {
        refused.get(this)?.removeItem(key);
        try {
          removeItem.call(this, key);
        } catch {
          // Then there was nothing to remove.
        }
      },
      clear() {
        refused.delete(this);
        try {
          clear.call(this);
        } catch {
          // As above.
        }
      },
    });
  for (const [each, store] of Object.entries(found)) {
    if (!store) continue;
    store.setItem("whimsy:try", "1");
    const kept = store.getItem("whimsy:try");
    store.removeItem("whimsy:try");
    if (kept === "1" && !whimsy.forgets[each]) continue;
    // It takes everything and keeps nothing, or had no room for one character.
    forget(each);
    Object.defineProperty(window, each, { configurable: true, value: copy(store) });
  }
  function copy(store) {
    const kept = memory();
    try {
      for (let n = 0; n < store.length; n++) kept.setItem(store.key(n), store.getItem(store.key(n)));
    } catch {
      // What cannot be read is not missed.
    }
    return kept;
  }
  try {
    void document.cookie;
  } catch {
    Object.defineProperty(document, "cookie", { configurable: true, get: () => "", set: () => {} });
  }

  // --- parts: a page of two builds, or a cut network, lacks some. It loads anew once they are there.
  const LOOK_MS = 3_000;
  const missing = new Set();
  let looking = false;
  const build = (html) => html.match(/\/assets\/manifest-[\w-]+/)?.[0];
  const lacks = (url) => {
    if (whimsy.started || looking === "over") return;
    missing.add(url);
    page.dataset.lacks = "";
    if (looking) return;
    looking = true;
    setTimeout(look, LOOK_MS);
  };
  const look = async () => {
    if (whimsy.started) return delete page.dataset.lacks;
    if (await there().catch(() => false)) {
      looking = "over";
      const times = Number(sessionStorage.getItem("whimsy:parts")) + 1;
      const again = performance.getEntriesByType?.("navigation")[0]?.type === "reload";
      if (times > 5 || (whimsy.forgets.sessionStorage && again)) return;
      sessionStorage.setItem("whimsy:parts", times);
      location.reload();
    } else setTimeout(look, LOOK_MS);
  };
  const fresh = async (url) => {
    const answer = await fetch(url, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  };
  const there = async () => {
    const now = await fresh(location.pathname + location.search);
    if (build(now) === build(page.outerHTML)) await Promise.all([...missing].filter(Boolean).map(fresh));
    return true;
  };
  const ours = (url) => url?.startsWith(`${location.origin}/assets/`) && new URL(url).pathname;
  window.addEventListener(
    "error",
    ({ target }) => {
      if (target?.tagName !== "SCRIPT" && target?.tagName !== "LINK") return;
      const url = target.src || target.href;
      if (url ? ours(url) : target.type === "module") lacks(url && ours(url));
    },
    true,
  );
  window.addEventListener("vite:preloadError", ({ payload }) => {
    lacks(String(payload?.message).match(/\/assets\/[\w.-]+/)?.[0]);
  });
})();
