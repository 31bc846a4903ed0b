// Ctrl+K opens the palette: arrows choose, Enter goes, Escape closes; a modal dialog keeps the focus inside.
(() => {
  const dialog = () => document.querySelector("[data-palette]");
  const options = () => [...dialog().querySelectorAll("[role=option]")];
  const chosen = () => dialog().querySelector("[role=option][aria-selected=true]");

  // Who types faster than the answer comes means what they typed, not what still stands there.
  let isStale = false;
  let isAwaited = false;

  const choose = (option) => {
    const input = dialog().querySelector("input");
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const open = () => {
    if (!dialog() || dialog().open) return;
    const input = dialog().querySelector("input");
    dialog().showModal();
    input.focus();
    input.select();
    isAwaited = false;
    htmx.trigger(input, "palette:open");
  };

  const step = (by) => {
    const all = options();
    if (all.length) choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
  };

  const KEYS = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => {
      if (isStale) isAwaited = true;
      else chosen()?.click();
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      if (!dialog()) return;
      event.preventDefault();
      if (dialog().open) dialog().close();
      else open();
    } else if (dialog()?.open && KEYS[event.key] && !event.isComposing) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-opens-palette]")) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !dialog()) return;
      event.preventDefault();
      open();
    }
    // A click on the dialog itself is one on its backdrop: its content fills it.
    if (event.target.matches("[data-palette]") || event.target.closest("[data-closes-palette]")) dialog().close();
    // A link to this very page would leave the dialog open above it.
    if (event.target.closest("[data-palette] [role=option]")) dialog().close();
  });

  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-palette]")) isStale = true;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "palette-options") return;
    const asked = new URL(event.detail.xhr.responseURL).searchParams.get("q");
    isStale = asked !== dialog().querySelector("input").value;
    choose(options()[0]);
    if (isAwaited && !isStale) chosen()?.click();
    const words = event.target.querySelector("[data-count-words]")?.dataset.countWords ?? "";
    dialog().querySelector("[data-palette-count]").textContent = words;
  });
})();
