// Alt and a key act while one types: [data-chord="k"] is clicked by Alt+K. Where a keyboard makes another letter of
// Alt, the place of the key counts.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const letter = /^Key[A-Z]$/.test(event.code) && !/^[a-z]$/i.test(event.key) ? event.code.slice(3) : event.key;
  const target = document.querySelector(`[data-chord="${CSS.escape(letter.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});
