// [data-call-timer] counts from the opening of the page: "on the line for 0:24".
(() => {
  const start = Date.now();

  const show = () => {
    const seconds = Math.floor((Date.now() - start) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    for (const timer of document.querySelectorAll("[data-call-timer]")) timer.textContent = `${timer.dataset.words} ${time}`;
  };

  document.addEventListener("DOMContentLoaded", () => {
    show();
    setInterval(show, 1000);
  });
  document.addEventListener("htmx:load", show);
})();
