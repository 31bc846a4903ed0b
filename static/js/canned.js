// The menu of canned replies: found by typing, put in where the cursor is.
(() => {
  const list = (menu) => menu.querySelector("[role=listbox]");

  const narrow = (menu) => {
    const search = menu.querySelector("input");
    const words = Listbox.fold(search.value).split(/\s+/);
    const found = Listbox.filter(list(menu), (option) => words.every((word) => Listbox.fold(option.textContent).includes(word)));
    menu.querySelector("[data-none]").hidden = found;
    search.setAttribute("aria-activedescendant", Listbox.chosen(list(menu))?.id || "");
  };

  const insert = async (menu, option) => {
    if (!option) return;
    const text = menu.closest("form").querySelector("textarea");
    const answer = await fetch(option.dataset.url);
    if (!answer.ok) return;
    menu.open = false;
    text.focus();
    text.setRangeText(await answer.text(), text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.("[data-canned]") || !event.target.open) return;
    const search = event.target.querySelector("input");
    search.value = "";
    narrow(event.target);
    search.focus();
  }, true);

  document.addEventListener("input", (event) => {
    const menu = event.target.closest("[data-canned]");
    if (menu) narrow(menu);
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest("[data-canned] [role=option]");
    if (option) insert(option.closest("[data-canned]"), option);
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.target.matches("[data-canned] input") && event.target.closest("[data-canned]");
    if (!menu || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.key === "Enter") insert(menu, Listbox.chosen(list(menu)));
    else {
      Listbox.move(list(menu), event.key === "ArrowDown" ? 1 : -1);
      event.target.setAttribute("aria-activedescendant", Listbox.chosen(list(menu))?.id || "");
    }
  });
})();
