// j and k walk the lines of [data-list], x selects, Enter follows the focused title as any link.
(() => {
  const rows = () => [...document.querySelectorAll("[data-list] .ticket-row")];

  const focusRow = (row) => {
    row.querySelector(".ticket-title").focus();
    row.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-list] .ticket-row");
    if (!row) return;
    for (const other of rows()) other.toggleAttribute("data-current", other === row);
  });

  document.addEventListener("keydown", (event) => {
    if (!["j", "k", "x"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select") || localStorage.getItem("shortcuts-off")) return;
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.hasAttribute("data-current"));
    if (event.key === "x") all[here]?.querySelector(".check")?.click();
    else focusRow(all[Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), all.length - 1)]);
    event.preventDefault();
  });
})();
