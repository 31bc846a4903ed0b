// A <details class="disclose"> closes with Escape, and when one clicks elsewhere.
(() => {
  const opened = () => document.querySelectorAll("details.disclose[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const details of opened()) {
      details.open = false;
      if (details.contains(document.activeElement)) details.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", (event) => {
    for (const details of opened()) if (!details.contains(event.target)) details.open = false;
  });
})();
