// [data-timer] counts on from the second (since 1970) in which the timer was started: "1 h 05".
(() => {
  const show = () => {
    for (const timer of document.querySelectorAll("[data-timer]")) {
      const seconds = Math.max(Math.floor(Date.now() / 1000) - Number(timer.dataset.timer), 0);
      const minutes = Math.floor(seconds / 60);
      const hours = Math.floor(minutes / 60);
      timer.textContent = hours
        ? `${hours} h ${String(minutes % 60).padStart(2, "0")}`
        : `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    show();
    setInterval(show, 1000);
  });
  document.addEventListener("htmx:load", show);
})();
