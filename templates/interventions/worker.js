{% comment %}
The service worker of the day's route and of slips: what was shown once with network is shown without.

release: names the files of this release
files: their addresses, as JSON
{% endcomment %}// Pages come from the network, and from the phone where there is none. Files whose name tells their content come from
// the phone. Pages are kept for one person at a time, in a cache that carries their key; static/js/slip-forget.js empties
// it where somebody signs in or out.
const FILES = JSON.parse("{{ files|escapejs }}");
const STATIC = "slip-static-{{ release }}";
const PAGE = /^\/interventions\/(day|\d+\/slip)\/$/;
const PHOTO = /^\/interventions\/photos\/\d+\/$/;
const FILE = /^\/static\//;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const USED = /(?:src|href)="(\/(?:static|interventions\/photos)\/[^"]+)"/g;
// A line that hangs is a line that is not there.
const PATIENCE = 4_000;
const LONGEST = 7 * 24 * 3600 * 1_000;

const pagesOf = (person) => `slip-pages-${person}`;
const isPages = (name) => name.startsWith("slip-pages-");
const isStatic = (name) => name.startsWith("slip-static-");
const named = async (is) => (await caches.keys()).filter(is);

const kept = async (address) => {
  for (const name of await caches.keys()) {
    const found = await (await caches.open(name)).match(address, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
};

const keepFile = async (cache, address) => {
  if (await kept(address)) return;
  const answer = await fetch(address);
  if (answer.ok && !answer.redirected) await cache.put(address, answer);
};

// What a page shows is there before the page is: it is never kept in part, unless its files cannot be had.
const keepPage = async (address, answer, html) => {
  const person = answer.headers.get("X-Kept-For");
  for (const name of await named(isPages)) if (name !== pagesOf(person)) await caches.delete(name);
  const [files, pages] = [await caches.open(STATIC), await caches.open(pagesOf(person))];
  const used = [...html.matchAll(USED)].map(([, found]) => found);
  await Promise.allSettled(used.map((found) => keepFile(FILE.test(found) ? files : pages, found)));
  await pages.put(address, answer);
};

const isPage = (answer) => answer.headers.get("X-Kept-For") && answer.headers.get("Content-Type")?.includes("text/html");

// A page that is not theirs any more is not kept any more.
const remember = async (address, answer) => {
  if (answer.ok && !answer.redirected && isPage(answer)) await keepPage(address, answer.clone(), await answer.text());
  else if ([403, 404, 410].includes(answer.status)) {
    for (const name of await named(isPages)) await (await caches.open(name)).delete(address);
  }
};

const renew = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
  await remember(address, answer);
  return answer.ok;
};

const addressOf = (request) => {
  const { pathname, search } = new URL(request.url);
  return pathname + search;
};

const page = async (event) => {
  const address = addressOf(event.request);
  const ours = await kept(address);
  const answered = fetch(event.request).then((answer) => {
    event.waitUntil(remember(address, answer.clone()).catch(() => {}));
    return ours && answer.status >= 500 ? ours : answer;
  });
  const late = ours && new Promise((given) => { setTimeout(given, PATIENCE, ours); });
  return Promise.race([answered, late].filter(Boolean)).catch(async (error) => {
    if (ours) return ours;
    // Not on the phone: the day is, perhaps, and leads to what is.
    if (address !== "/interventions/day/" && await kept("/interventions/day/")) return Response.redirect("/interventions/day/");
    throw error;
  });
};

const file = async (event) => {
  const ours = await kept(addressOf(event.request));
  if (ours && (HASHED.test(event.request.url) || PHOTO.test(new URL(event.request.url).pathname))) return ours;
  return fetch(event.request).catch((error) => {
    if (ours) return ours;
    throw error;
  });
};

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(page(event));
  else if (FILE.test(pathname) || PHOTO.test(pathname)) event.respondWith(file(event));
});

const dropOld = async () => {
  for (const name of await named(isPages)) {
    const pages = await caches.open(name);
    for (const request of await pages.keys()) {
      const { headers } = await pages.match(request, { ignoreVary: true });
      if (Date.now() - Date.parse(headers.get("Date")) > LONGEST) await pages.delete(request);
    }
  }
};

const keepAll = async (addresses) => {
  for (const address of addresses) await renew(address);
  await dropOld();
};

self.addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keepAll(event.data.keep).catch(() => {}));
});

// A new release: the pages that are kept name files of the old one, which go once all pages are read anew.
const replace = async () => {
  await self.clients.claim();
  for (const name of await named(isPages)) {
    for (const request of await (await caches.open(name)).keys()) {
      const address = addressOf(request);
      if (PAGE.test(new URL(request.url).pathname) && !await renew(address)) return;
    }
  }
  for (const name of await named(isStatic)) if (name !== STATIC) await caches.delete(name);
};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STATIC).then((files) => files.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(replace().catch(() => {})));
