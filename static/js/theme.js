// Light or dark at once, without a reload. The form itself sets the same cookie where there is no script.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form) return;
  event.preventDefault();
  const chosen = event.submitter.value;
  const root = document.documentElement;
  if (chosen) root.dataset.theme = chosen;
  else delete root.dataset.theme;
  const year = 365 * 24 * 3600;
  document.cookie = `theme=${chosen}; path=/; max-age=${chosen ? year : 0}; samesite=lax`;
  for (const button of form.querySelectorAll("[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
});
