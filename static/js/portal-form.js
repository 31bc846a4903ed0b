// The forms of the portal: the note that a draft was restored goes with the draft, and is not shown for an empty one.
(() => {
  const note = (form) => form.querySelector("[data-draft-note]");
  const isEmpty = (form) => ![...form.elements].some((field) =>
    (field.type === "radio" ? field.checked : ["textarea", "text", "select-one"].includes(field.type) && field.value.trim()));

  document.addEventListener("draft:restored", (event) => {
    if (note(event.target) && isEmpty(event.target)) note(event.target).hidden = true;
  });
  document.addEventListener("reset", (event) => {
    if (!note(event.target)) return;
    note(event.target).hidden = true;
    setTimeout(() => event.target.querySelector("input[type=radio]")?.dispatchEvent(new Event("change", { bubbles: true })));
  });
})();
