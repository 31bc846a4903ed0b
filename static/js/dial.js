// Digits typed where nothing is written are dialled: [data-dial="010"] is followed once its number is complete.
(() => {
  const SLOW_MS = 1500;
  let typed = "", last = 0;

  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("shortcuts-off")) return;
    if (!/^\d$/.test(event.key) || event.timeStamp - last > SLOW_MS) typed = "";
    if (!/^\d$/.test(event.key)) return;
    last = event.timeStamp;
    typed += event.key;
    const target = document.querySelector(`[data-dial="${CSS.escape(typed)}"]`);
    if (target) target.click();
  });
})();
