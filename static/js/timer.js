// [data-timer] counts on from the second (since 1970) in which the timer was started: "1 h 05", "12:30"; in
// [data-timer-unit="minutes"] nothing moves but each minute, the begun one counted as when it is logged: "13 min".
(() => {
  const show = () => {
    for (const timer of document.querySelectorAll("[data-timer]")) {
      const seconds = Math.max(Math.floor(Date.now() / 1000) - Number(timer.dataset.timer), 0);
      const minutes = Math.floor(seconds / 60);
      const hours = Math.floor(minutes / 60);
      const short = timer.dataset.timerUnit ? `${minutes + 1} min` : `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
      const text = hours ? `${hours} h ${String(minutes % 60).padStart(2, "0")}` : short;
      if (timer.textContent !== text) timer.textContent = text;
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    show();
    setInterval(show, 1000);
  });
  document.addEventListener("htmx:load", show);
})();
