// [data-presence] tells the server every 15 s, while the page is looked at, that somebody is here and what they do,
// and shows who else is. Without an answer it stays as it is.
(() => {
  const PERIOD = 15_000;
  const box = () => document.querySelector("[data-presence]");

  const doing = () => {
    const typing = document.activeElement?.closest("form");
    if (typing?.matches("[data-edit-form]")) return "changes";
    if (typing?.matches(".reply") && document.activeElement.value?.trim()) {
      return typing.dataset.kind === "reply" ? "replies" : "notes";
    }
    return "looks";
  };

  const said = (what) => {
    const data = new FormData();
    data.set("doing", what);
    data.set("version", document.getElementById("ticket-version").dataset.version);
    data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    return data;
  };

  const meet = async () => {
    if (document.hidden || !box()) return;
    try {
      const answer = await fetch(box().dataset.presence, { method: "POST", body: said(doing()) });
      if (!answer.ok) return;
      const words = (await answer.text()).replace(/<!--.*?-->/g, "").trim();
      if (box().dataset.words === words) return;
      box().dataset.words = words;
      box().innerHTML = words;
      window.htmx?.process(box());
    } catch {
      // Nobody is told of a lost network here: the next act on the page says so.
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!box()) return;
    meet();
    setInterval(meet, PERIOD);
    document.addEventListener("visibilitychange", meet);
    // Whoever begins to write is seen at once.
    let last = "looks";
    document.addEventListener("input", () => {
      if (doing() === last) return;
      last = doing();
      meet();
    });
    window.addEventListener("pagehide", () => navigator.sendBeacon(box().dataset.presence, said("gone")));
    document.addEventListener("htmx:afterSettle", (event) => {
      if (!event.target.closest("[data-refresh], form")) return;
      meet();
    });
  });
})();
