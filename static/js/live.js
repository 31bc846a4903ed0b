// The one line on which pages hear that tickets changed. [data-live] holds the ETag of what the page shows; as long as
// nothing changed the answer is 304. Then "live:changed" is sent to the body: hx-trigger="live:changed from:body".
// A page that nobody looks at asks nothing, and asks at once when somebody does.
(() => {
  const EVERY = 4_000;
  const WITHOUT_LINE = 60_000;
  let etag = "";
  let timer = 0;
  let isAsking = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  };

  const hear = async () => {
    const answer = await fetch("/live/", { headers: etag ? { "If-None-Match": etag } : {}, redirect: "manual" });
    if (answer.status === 304) return EVERY;
    if (answer.type === "opaqueredirect") return 0;
    const now = answer.headers.get("ETag");
    if (!answer.ok || !now) return WITHOUT_LINE;
    const isNews = now !== etag;
    etag = now;
    if (isNews) document.body.dispatchEvent(new CustomEvent("live:changed", { bubbles: true }));
    return EVERY;
  };

  async function ask() {
    if (document.hidden || isAsking) return;
    isAsking = true;
    const wait = await hear().catch(() => WITHOUT_LINE);
    isAsking = false;
    if (wait) later(wait);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const known = document.querySelector("[data-live]");
    if (!known && !document.querySelector("[hx-trigger*='live:changed']")) return;
    etag = known?.dataset.live ?? "";
    later(EVERY);
    document.addEventListener("visibilitychange", () => !document.hidden && ask());
  });
})();
