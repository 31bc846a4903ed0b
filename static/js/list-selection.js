// The bar over a list says how many lines are selected and what can be done with them; its verbs ask in a dialog.
(() => {
  const boxes = () => [...document.querySelectorAll("[data-list] .ticket-row .check")];
  const bar = () => document.querySelector("[data-bulk]");

  const show = () => {
    if (!bar()) return;
    const all = boxes();
    const chosen = all.filter((box) => box.checked).length;
    bar().dataset.chosen = chosen;
    const count = bar().querySelector("[data-bulk-count]");
    count.hidden = false;
    count.textContent = chosen ? count.dataset[chosen === 1 ? "one" : "many"].replace("#", chosen) : "";
    bar().querySelector("[data-bulk-clear]").hidden = false;
    const whole = document.querySelector("[data-select-all]");
    whole.hidden = false;
    whole.checked = chosen > 0 && chosen === all.length;
    whole.indeterminate = chosen > 0 && chosen < all.length;
  };

  const set = (checked) => {
    for (const box of boxes()) box.checked = checked;
    show();
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) set(event.target.checked);
    else if (event.target.matches("[data-list] .check")) show();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-bulk-clear]")) set(false);
    const close = event.target.closest("[data-bulk-close]");
    const dialog = close?.closest("[data-bulk-dialog]");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  });

  // Once the tickets are changed the list is read anew; what was only asked leaves the selection as it is.
  document.addEventListener("close", (event) => {
    if (!event.target.matches("[data-bulk-dialog]")) return;
    const isDone = event.target.hasAttribute("data-bulk-done");
    event.target.remove();
    if (!isDone) return;
    set(false);
    document.dispatchEvent(new CustomEvent("list:reload"));
  }, true);

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "bulk-panel") event.target.querySelector("dialog")?.showModal();
    if (event.target.id === "list") show();
  });
  document.addEventListener("list:changed", show);
  document.addEventListener("DOMContentLoaded", show);
  window.addEventListener("pageshow", show);
})();
