// Keeps in which room this tab has video, and how much the visitor wants to be shown there, through a reload.

const KEY = "whimsy:video";

/** @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage */
export function kept(storage) {
  const read = () => storage.getItem(KEY)?.split(" ") ?? [];
  return {
    room: () => read()[0] ?? null,
    level: (/** @type {string} */ room) => (read()[0] === room ? read()[1] : undefined),
    remember: (/** @type {string} */ room, /** @type {string} */ level) => storage.setItem(KEY, `${room} ${level}`),
    forget: () => storage.removeItem(KEY),
  };
}
