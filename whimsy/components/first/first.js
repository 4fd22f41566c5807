// Runs in every page before all other scripts. It is inline, so that it cannot fail to load. It does three things:
// where the browser keeps no storages it keeps them in memory, so that scripts can use them without a check; it reloads
// a page whose scripts did not load, once they can be; and it keeps the press of a button until they run. (Lines that
// are only comment are left out of the page.)
(() => {
  const page = document.documentElement;
  const whimsy = (window.whimsy = { forgets: { localStorage: false, sessionStorage: false }, started: false });

  // --- storages: Reflex and our scripts use them unguarded, so they must neither be missing nor throw.
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
      // Forbidden: reading the property throws.
    }
    if (found[name]) continue;
    forget(name);
    try {
      Object.defineProperty(window, name, { configurable: true, value: memory() });
    } catch {
      // It cannot be replaced. The page does not start, and says so (see loading.py).
    }
  }
  // A storage may be full, now or later, or take nothing: what it refuses is kept in a memory that is read before it.
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
          // It holds nothing.
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
    // It keeps nothing of what it takes, or has no room for one character.
    forget(each);
    Object.defineProperty(window, each, { configurable: true, value: copy(store) });
  }
  function copy(store) {
    const kept = memory();
    try {
      for (let n = 0; n < store.length; n++) kept.setItem(store.key(n), store.getItem(store.key(n)));
    } catch {
      // What cannot be read is left out.
    }
    return kept;
  }
  try {
    void document.cookie;
  } catch {
    Object.defineProperty(document, "cookie", { configurable: true, get: () => "", set: () => {} });
  }

  // --- the start page is in the HTML: not for whoever was elsewhere before a reload, and may be pressed at once.
  if (!["", "loading", "idle"].includes(sessionStorage.getItem("whimsy:phase") ?? "")) page.dataset.returns = "";
  window.addEventListener("click", ({ target }) => {
    const button = !whimsy.started && target.closest?.("button");
    if (!button) return;
    whimsy.pressed = button;
    if (button.matches(".launch .go")) page.dataset.pressed = "";
  });

  // --- scripts: some may not load, as the network failed or a new build replaced them. Reload once all can be loaded.
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
