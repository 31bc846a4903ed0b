// A reply that has not left yet counts its seconds down, in words; then it cannot be taken back any more.
(() => {
  const count = (form) => {
    const words = form.querySelector("[role=timer]");
    const gone = Date.now() + Number(form.dataset.leaving) * 1000;
    const timer = setInterval(() => {
      const seconds = Math.ceil((gone - Date.now()) / 1000);
      words.textContent = seconds > 0 ? words.dataset.says.replace("{seconds}", seconds) : words.dataset.saysLeft;
      if (seconds > 0 && form.isConnected) return;
      clearInterval(timer);
      form.querySelector("button").remove();
    }, 250);
  };

  const welcome = (root) => {
    for (const form of root.querySelectorAll("form[data-leaving]:not([data-counting])")) {
      form.dataset.counting = "";
      count(form);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    welcome(document);
    document.querySelector("form[data-leaving]")?.closest(".entry").scrollIntoView({ block: "center" });
  });
  document.addEventListener("htmx:load", () => welcome(document));
})();
