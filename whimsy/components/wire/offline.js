// Has the browser keep the page that says that Whimsy cannot be reached (assets/service_worker.js).

const AFTER_MS = 5_000; // when whatever a visitor waits for has been loaded

/** Register the service worker; returns what cancels that. Without one, as in some private windows, nothing changes. */
export function keepOfflinePage() {
  const timer = setTimeout(() => navigator.serviceWorker?.register("/service_worker.js").catch(() => {}), AFTER_MS);
  return () => clearTimeout(timer);
}
