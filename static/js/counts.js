// Every [data-count="mine"] of a page that stays open shows the count of now. Nothing is asked while nobody looks.
(() => {
  const EVERY = 15000;
  let tag = "";
  let asking = false;

  const show = (counts) => {
    for (const place of document.querySelectorAll("[data-count]")) {
      const count = counts[place.dataset.count];
      if (count === undefined) continue;
      place.textContent = String(count);
      // A count in colour calls for somebody: none does not.
      if (place.dataset.tone) place.hidden = count === 0;
    }
  };

  const ask = async () => {
    const url = document.querySelector("[data-counts]")?.dataset.counts;
    if (!url || document.hidden || asking) return;
    asking = true;
    try {
      const answer = await fetch(url, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (answer.ok && !answer.redirected) {
        tag = answer.headers.get("ETag") ?? "";
        show(await answer.json());
      }
    } catch {
      // No network: the next time.
    } finally {
      asking = false;
    }
  };

  document.addEventListener("DOMContentLoaded", () => setInterval(ask, EVERY));
  document.addEventListener("visibilitychange", ask);
  document.addEventListener("live:changed", ask);
})();
