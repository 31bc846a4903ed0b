// A form[data-draft="name"] keeps what is typed in this browser until a page says [data-draft-done="name"]
// or somebody clicks [data-draft-drop="name"].
// A form that the server sent back with errors carries [data-draft-fresh]: what it holds is newer than the draft.
(() => {
  const key = (name) => `draft:${name}`;
  const fields = (form) => [...form.elements].filter(
    (field) => field.name && field.name !== "csrfmiddlewaretoken" && !["password", "file", "submit", "button"].includes(field.type),
  );

  const keep = (form) => {
    const values = fields(form)
      .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
    localStorage.setItem(key(form.dataset.draft), JSON.stringify(values));
  };

  const restore = (form) => {
    const kept = localStorage.getItem(key(form.dataset.draft));
    if (!kept || form.hasAttribute("data-draft-fresh")) return;
    const values = JSON.parse(kept);
    for (const field of fields(form)) {
      const mine = values.filter(([name]) => name === field.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(field.type)) field.checked = mine.includes(field.value);
      else if (mine.length) {
        // A choice that this page does not offer yet: the server knows it.
        if (field.type === "select-one" && ![...field.options].some((option) => option.value === mine[0])) field.add(new Option("…", mine[0]));
        field.value = mine[0];
      }
    }
    const note = form.querySelector("[data-draft-note]");
    if (note) note.hidden = false;
    // What this page does not ask yet travels to the server, which then asks it.
    const carried = values
      .filter(([name]) => !form.elements[name])
      .map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.append(...carried);
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
    for (const field of carried) field.remove();
  };

  document.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-draft-drop]");
    if (drop) localStorage.removeItem(key(drop.dataset.draftDrop));
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const done of document.querySelectorAll("[data-draft-done]")) localStorage.removeItem(key(done.dataset.draftDone));
    for (const form of document.querySelectorAll("form[data-draft]")) {
      restore(form);
      form.addEventListener("input", () => keep(form));
      form.addEventListener("reset", () => localStorage.removeItem(key(form.dataset.draft)));
    }
  });
})();
