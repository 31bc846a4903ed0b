// A <details class="disclose"> closes with Escape, and when one clicks elsewhere.
(() => {
  const opened = () => document.querySelectorAll("details.disclose[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const details of opened()) {
      // Asked before it closes: what is hidden has the focus no longer.
      const hadFocus = details.contains(document.activeElement);
      details.open = false;
      if (hadFocus) details.querySelector("summary").focus();
    }
  });

  document.addEventListener("click", (event) => {
    for (const details of opened()) if (!details.contains(event.target)) details.open = false;
  });
})();
