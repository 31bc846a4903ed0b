// j and k walk the lines of [data-list], x selects, Shift+x up to here from where one selected last, a all of the page,
// Escape none. Enter follows the focused title as any link.
(() => {
  const KEYS = ["j", "k", "x", "X", "a", "Escape"];
  const rows = () => [...document.querySelectorAll("[data-list] .ticket-row")];
  const boxOf = (row) => row?.querySelector(".check");
  let anchor = "";

  const focusRow = (row) => {
    row.querySelector(".ticket-title").focus();
    row.scrollIntoView({ block: "nearest" });
  };

  const set = (chosen, checked) => {
    for (const row of chosen) {
      const box = boxOf(row);
      if (box && box.checked !== checked) box.click();
    }
  };

  const selectTo = (all, here) => {
    const from = all.findIndex((row) => row.dataset.number === anchor);
    const [first, last] = from < 0 ? [here, here] : [Math.min(from, here), Math.max(from, here)];
    set(all.slice(first, last + 1), true);
  };

  const acts = {
    j: (all, here) => focusRow(all[Math.min(here + 1, all.length - 1)]),
    k: (all, here) => focusRow(all[Math.max(here - 1, 0)]),
    x: (all, here) => boxOf(all[here])?.click(),
    X: (all, here) => here >= 0 && selectTo(all, here),
    a: (all) => set(all, !all.every((row) => boxOf(row)?.checked)),
    Escape: (all) => set(all, false),
  };

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-list] .ticket-row");
    if (!row) return;
    for (const other of rows()) other.toggleAttribute("data-current", other === row);
  });

  document.addEventListener("change", (event) => {
    const row = event.target.closest("[data-list] .ticket-row");
    if (row && event.target.checked) anchor = row.dataset.number;
  });

  document.addEventListener("keydown", (event) => {
    if (!KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog") || document.querySelector("dialog:modal")) return;
    const isSingle = event.key !== "Escape";
    if (isSingle && localStorage.getItem("shortcuts-off")) return;
    if (!isSingle && document.querySelector("details.disclose[open], :popover-open")) return;
    const all = rows();
    if (!all.length) return;
    acts[event.key](all, all.findIndex((row) => row.hasAttribute("data-current")));
    if (isSingle) event.preventDefault();
  });
})();
