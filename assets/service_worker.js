// Shows /offline.html where a page cannot be reached. Nothing else is kept, so that no page is ever of an old build.

const FILES = ["/offline.html", "/offline.css", "/offline.js"];
const KEPT = "offline-5dd2b06e"; // with the digest of the files: another name makes browsers fetch them anew

const AWAY = [502, 504]; // said by a proxy that does not reach Whimsy

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(KEPT).then((kept) => kept.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))),
  );
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.registration.navigationPreload?.enable(), forgetOthers()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (FILES.includes(new URL(request.url).pathname))
    event.respondWith(fetch(request).catch(() => caches.match(request)));
});

async function page({ request, preloadResponse }) {
  const answer = await Promise.resolve(preloadResponse)
    .then((early) => early ?? fetch(request))
    .catch(() => Response.error());
  const reached = answer.type !== "error" && !AWAY.includes(answer.status);
  return reached ? answer : ((await caches.match("/offline.html")) ?? answer);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
}
