// A form[data-once] is sent once: the second click on a slow line does nothing, and the button shows that it works.
(() => {
  const busy = (form, on) => {
    form.toggleAttribute("data-sent", on);
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      if (on) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-once]")) return;
    if (form.hasAttribute("data-sent")) event.preventDefault();
    else busy(form, true);
  });

  // The back button brings the page as it was left: free its forms again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) busy(form, false);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form[data-sent]");
    if (form) busy(form, false);
  });
})();
