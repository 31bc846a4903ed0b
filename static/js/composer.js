// The composer: text and preview, the form that a draft or a text taken back stands in, and who sends with Enter.
(() => {
  const show = (form, isPreview) => {
    form.querySelector("[data-write-pane]").hidden = isPreview;
    form.querySelector(".composer-preview").hidden = !isPreview;
    form.querySelector("[data-write]").setAttribute("aria-pressed", String(!isPreview));
    form.querySelector("[data-preview]").setAttribute("aria-pressed", String(isPreview));
  };

  const choose = (form) => {
    const kind = document.querySelector(`[data-composer] [name=composer][value="${form.dataset.kind}"]`);
    if (kind) kind.checked = true;
  };

  // Text that was taken back comes before what was typed meanwhile, and becomes the draft.
  const bringBack = (form) => {
    const text = form.querySelector("textarea");
    const kept = JSON.parse(localStorage.getItem(`draft:${form.dataset.draft}`) || "[]");
    const [, typed] = kept.find(([name]) => name === "body") || [];
    if (typed && typed.trim() && typed !== text.value) text.value = `${text.value}\n\n${typed}`;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    history.replaceState(null, "", location.pathname);
    choose(form);
    text.focus();
  };

  // Who chooses what to write, writes: after the click has chosen it.
  document.addEventListener("click", (event) => {
    const kind = event.target.matches("input") ? null : event.target.closest(".composer-kind")?.querySelector("input");
    const field = kind && document.getElementById(`${kind.value}-body`);
    if (field) setTimeout(() => field.focus());
  });

  document.addEventListener("click", (event) => {
    const write = event.target.closest("[data-write]");
    if (!write) return;
    show(write.form, false);
    write.form.querySelector("textarea").focus();
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.matches(".composer-preview")) show(event.target.closest("form"), true);
  });

  document.addEventListener("draft:restored", (event) => {
    const form = event.target;
    if (!form.matches("[data-composer] form")) return;
    if (form.querySelector("textarea").value.trim()) choose(form);
    else form.querySelector("[data-draft-note]").hidden = true;
  });

  // Enter in the reason sends with the status it is the reason for, the first of the menu.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".then-reason input") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.target.closest(".then-menu").querySelector("button[name=then]").click();
  });

  document.addEventListener("reset", (event) => {
    const note = event.target.querySelector?.("[data-draft-note]");
    if (note) note.hidden = true;
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const part of document.querySelectorAll("[data-composer] [data-without-script]")) part.hidden = true;
    for (const part of document.querySelectorAll("[data-text-tabs], [data-canned]")) part.hidden = false;
    if (!new URLSearchParams(location.search).has("taken_back")) return;
    const form = document.querySelector("[data-composer] form[data-draft-fresh]");
    if (form) bringBack(form);
  });
})();
