// Keeps the shell of the phone client of one authority, so that it opens without network (ux.md §9), and tells that there
// is news. It never touches the API and never sees what somebody writes, but for a text that another app shares: that goes to the page at once.
const PAGE = registration.scope;
const CACHE = `shell ${PAGE}`;
// What the page has to hear once it listens: a page that is still being opened hears nothing.
let shared = null;
let changed = false;

// A page with everything that it names, or nothing: half a shell would not start. True when the app itself changed.
const renew = async () => {
  const answer = await fetch(PAGE, { cache: "no-cache" });
  if (!answer.ok) return false;
  const named = new Set((await answer.clone().text()).match(/\/assets\/[\w.-]+/g));
  const cache = await caches.open(CACHE);
  const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  const missing = [...named].filter((path) => !kept.has(path));
  await cache.addAll(missing);
  await cache.put(PAGE, answer);
  return kept.size > 0 && missing.some((path) => /\.(js|wasm)$/.test(path));
};

// What only an older page needs goes when a new one starts: until then that page may still ask for it.
const tidy = async () => {
  const cache = await caches.open(CACHE);
  const page = await cache.match(PAGE);
  const named = new Set(page ? (await page.text()).match(/\/assets\/[\w.-]+/g) : []);
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (path.startsWith("/assets/") && !named.has(path)) await cache.delete(request);
  }
};

const check = async () => {
  changed = await renew();
  for (const page of await clients.matchAll()) page.postMessage({ changed });
};

self.addEventListener("install", (event) => event.waitUntil(renew().then(() => skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data === "news?") {
    event.source.postMessage({ changed, shared });
    shared = null;
  }
  if (event.data === "started") event.waitUntil(tidy());
  if (event.data === "renew") event.waitUntil(renew());
});

const open = async (event) => {
  const cache = await caches.open(CACHE);
  const page = await cache.match(PAGE);
  if (!page) return fetch(event.request);
  changed = false;
  event.waitUntil(check().catch(() => {}));
  return page;
};

const receive = async (request) => {
  const form = await request.formData();
  shared = ["title", "text"].map((name) => form.get(name)).filter(Boolean).join("\n").slice(0, 16384);
  return Response.redirect(PAGE, 303);
};

// There is news, of what only the page can tell: neither the ring nor this note has a word of it (docs/adr/0012).
const NEWS = {
  nl: "Er is nieuws over uw signaal",
  fr: "Il y a du nouveau sur votre signal",
  en: "There is news about your signal",
  de: "Es gibt Neues zu Ihrem Signal",
};

// In the language of the page. One note at a time; the newest rings again.
const ring = async () => {
  const page = await (await caches.open(CACHE)).match(PAGE);
  const text = (await page?.text()) ?? "";
  const lang = text.match(/<html[^>]* lang="?(nl|fr|en|de)/)?.[1] ?? "nl";
  const icon = text.match(/\/assets\/icon-192[\w.-]*png/)?.[0];
  await registration.showNotification(NEWS[lang], { lang, icon, tag: "news", renotify: true });
};

const read = async () => {
  const mine = `${PAGE}#mine`;
  const [page] = await clients.matchAll({ type: "window" });
  if (!page) return clients.openWindow(mine);
  await page.focus();
  // Only the fragment changes: what somebody types there stays.
  return page.navigate(mine);
};

self.addEventListener("push", (event) => event.waitUntil(ring()));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(read());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method === "POST" && address.href === `${PAGE}share`) event.respondWith(receive(request));
  if (request.method !== "GET") return;
  // With `?lang` the server chooses another page, and remembers it.
  if (request.mode === "navigate" && address.href.split("#")[0] === PAGE) event.respondWith(open(event));
  if (address.pathname.startsWith("/assets/")) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
