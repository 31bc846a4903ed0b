// Light or dark at once; the form is sent in the background, and by itself where there is no script.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  const chosen = event.submitter.value;
  const root = document.documentElement;
  if (chosen) root.dataset.theme = chosen;
  else delete root.dataset.theme;
  for (const button of form.querySelectorAll("[name=theme]")) {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  }
  fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) });
});
