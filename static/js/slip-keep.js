// The day's pages are put on the phone by the service worker (templates/interventions/worker.js), for one person.
// Without it, as on a browser that has none, everything works while there is network.
const PAGES = /^\/interventions\/(day|\d+\/slip)\/$/;

const linked = () => [...document.querySelectorAll("a[href]")]
  .map((link) => new URL(link.href))
  .filter((url) => url.origin === location.origin && PAGES.test(url.pathname))
  .map((url) => url.pathname + url.search);

// `urls`, or this page and every slip that it leads to.
export const keepPages = async (person, urls = [location.pathname + location.search, ...linked()]) => {
  if (!("serviceWorker" in navigator)) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ person, keep: [...new Set(urls)] });
};

export const startKeeping = async (person, { all }) => {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js", { scope: "/interventions/" });
  if (!navigator.onLine) return;
  await keepPages(person, all ? undefined : [location.pathname + location.search]);
  // What is typed is not lost when the phone is short of room.
  await navigator.storage?.persist?.();
};
