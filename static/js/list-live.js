// An open list follows what happens: changed lines are drawn anew where they stand, and the order is only touched while
// neither pointer nor focus is in it and nothing is selected; otherwise a button says that there is something new.
(() => {
  const MINUTE = 60_000;
  const list = () => document.querySelector("#list[data-updates]");
  const rows = () => [...list().querySelectorAll(".ticket-row")];
  const panel = () => list().querySelector("[data-list-news]");

  const isTouched = () =>
    list().matches(":hover, :focus-within") ||
    rows().some((row) => row.querySelector(".check")?.checked) ||
    document.querySelector("details.disclose[open], dialog[open]");

  const reload = () =>
    htmx.ajax("GET", location.href, { source: list(), target: "#list", select: "#list", swap: "outerHTML" });

  const announce = (sentence) => {
    if (panel().textContent.trim() === sentence) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = sentence;
    button.addEventListener("click", reload);
    panel().replaceChildren(button);
  };

  // A line keeps what the reader did to it: selected, current, focused.
  const redraw = (number, html) => {
    const old = document.getElementById(`ticket-${number}`);
    if (!old) return;
    const template = document.createElement("template");
    template.innerHTML = html;
    const row = template.content.querySelector("tr");
    const box = old.querySelector(".check");
    if (box) row.querySelector(".check").checked = box.checked;
    row.toggleAttribute("data-current", old.hasAttribute("data-current"));
    const focused = old.contains(document.activeElement) ? document.activeElement.className : "";
    old.replaceWith(row);
    if (focused) row.querySelector(`.${focused.split(" ")[0]}`)?.focus({ preventScroll: true });
  };

  const groupOf = (number) => document.getElementById(`ticket-${number}`)?.closest("tbody").dataset.group ?? "";

  const follow = (news) => {
    const entries = Object.entries(news.rows);
    const isMoved = news.is_moved || entries.some(([number, row]) => row.group !== groupOf(number));
    if (isMoved && !isTouched()) return reload();
    for (const [number, row] of entries) redraw(number, row.html);
    for (const number of news.gone) document.getElementById(`ticket-${number}`)?.setAttribute("data-gone", "");
    list().dataset.stamp = news.stamp;
    if (isMoved) announce(news.sentence);
    document.dispatchEvent(new CustomEvent("list:changed"));
  };

  const ask = async (since) => {
    if (!list() || document.hidden) return;
    const on = rows().map((row) => row.dataset.number).join(",");
    const query = new URLSearchParams({ since, on });
    const answer = await fetch(`${list().dataset.updates}&${query}`, { redirect: "manual" }).catch(() => null);
    if (answer?.ok && list()) follow(await answer.json());
  };

  document.addEventListener("live:changed", () => list() && ask(list().dataset.stamp));
  document.addEventListener("list:reload", () => list() && reload());
  // Time passes without anybody changing anything: once a minute the words of the clocks are told anew.
  setInterval(() => list() && ask(""), MINUTE);
})();
