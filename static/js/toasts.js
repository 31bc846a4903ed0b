// A toast can be closed; one that says all went well leaves by itself, unless one points at it or is in it.
(() => {
  const STAY = 8000;

  const leave = (toast) => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, STAY, toast);
    else toast.remove();
  };

  const welcome = (root) => {
    for (const toast of root.querySelectorAll("[data-toast]:not([data-welcomed])")) {
      toast.dataset.welcomed = "";
      toast.querySelector("[data-dismiss]").hidden = false;
      if (!toast.dataset.tone) setTimeout(leave, STAY, toast);
    }
  };

  document.addEventListener("DOMContentLoaded", () => welcome(document));
  document.addEventListener("htmx:load", () => welcome(document));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]").remove();
  });
})();
