// The arrows lead from an input [data-arrows="id"] down into the buttons of that element, along them, and back up.
document.addEventListener("keydown", (event) => {
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  const input = event.target.closest("[data-arrows]");
  const list = input ? document.getElementById(input.dataset.arrows) : event.target.closest("[id]:has(> .matches)");
  const from = input ?? document.querySelector(`[data-arrows="${list?.id}"]`);
  if (!list || !from) return;
  const stops = [from, ...list.querySelectorAll("button")];
  const next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
