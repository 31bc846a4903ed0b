// One key per act: [data-shortcut="n"] is followed, or focused if one types into it, what is in the page before what is
// in its frame; "?" lists them all; Ctrl+Enter sends the form one is in. Single keys can be switched off (WCAG 2.1.4).
(() => {
  const OFF = "shortcuts-off";
  const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  const act = (target) => {
    if (target.matches("input, textarea, select")) target.focus();
    else target.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.form || event.target.closest("form");
      if (form) form.requestSubmit();
      return;
    }
    if (event.key === "Escape" && event.target.matches("input[data-shortcut]")) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || localStorage.getItem(OFF)) return;
    if (event.key === "?") {
      document.getElementById("shortcuts")?.togglePopover();
      return;
    }
    const asked = `[data-shortcut="${CSS.escape(event.key)}"]`;
    const target = document.querySelector(`main ${asked}`) ?? document.querySelector(asked);
    if (!target) return;
    event.preventDefault();
    act(target);
  });

  document.addEventListener("DOMContentLoaded", () => {
    const toggle = document.querySelector("[data-shortcuts-switch]");
    if (!toggle) return;
    toggle.checked = !localStorage.getItem(OFF);
    toggle.addEventListener("change", () => {
      if (toggle.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    });
  });
})();
