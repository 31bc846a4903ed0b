// A checkbox [data-proposes="words"][data-proposed-to="id"] writes its words where nothing is written yet, and takes
// them back; of several with one name, one is chosen.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("[data-proposes]")) return;
  const field = document.getElementById(box.dataset.proposedTo);
  const others = [...document.getElementsByName(box.name)].filter((other) => other !== box);
  const proposed = [box, ...others].map((each) => each.dataset.proposes);
  if (box.checked) for (const other of others) other.checked = false;
  if (field.value.trim() && !proposed.includes(field.value)) return;
  field.value = box.checked ? box.dataset.proposes : "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
