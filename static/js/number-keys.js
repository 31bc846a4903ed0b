// Inside a [data-number-keys] the keys 1 to 9 choose its first to ninth radio button.
document.addEventListener("keydown", (event) => {
  if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!event.target.matches("input[type=radio]")) return;
  const radio = event.target.closest("[data-number-keys]")?.querySelectorAll("input[type=radio]")[event.key - 1];
  if (!radio) return;
  event.preventDefault();
  radio.focus();
  radio.click();
});
