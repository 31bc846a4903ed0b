// "@" in a text of the composer offers colleagues; the name that is chosen is put in as plain text.
(() => {
  const AT = /(^|[^\w.@])@([^@\n]{0,40})$/;
  // A textarea may not take the role of a combobox (ARIA in HTML); a textbox may control a list all the same.
  const OPEN = { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": "mention-list" };
  const list = () => document.getElementById("mention-list");
  let text = null;

  const close = () => {
    if (!text) return;
    list().hidden = true;
    for (const name of [...Object.keys(OPEN), "aria-activedescendant"]) text.removeAttribute(name);
    text = null;
  };

  const tell = () => text.setAttribute("aria-activedescendant", Listbox.chosen(list())?.id || "");

  const open = (area) => {
    text = area;
    for (const [name, value] of Object.entries(OPEN)) text.setAttribute(name, value);
    if (list().parentElement !== area.parentElement) area.parentElement.append(list());
    list().hidden = false;
    tell();
  };

  const offer = (area) => {
    const typed = area.value.slice(0, area.selectionStart).match(AT);
    const begun = typed && Listbox.fold(typed[2]);
    const fits = (option) => Listbox.fold(option.dataset.name).startsWith(begun);
    if (typed && Listbox.filter(list(), fits)) open(area);
    else close();
  };

  const put = (option) => {
    const end = text.selectionStart;
    const start = text.value.slice(0, end).lastIndexOf("@");
    const area = text;
    close();
    area.focus();
    area.setRangeText(`@${option.dataset.name} `, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-composer] textarea")) offer(event.target);
  });

  document.addEventListener("keydown", (event) => {
    if (!text || event.target !== text || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      Listbox.move(list(), event.key === "ArrowDown" ? 1 : -1);
      tell();
    } else if (event.key === "Enter" || event.key === "Tab") put(Listbox.chosen(list()));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("#mention-list [role=option]");
    if (!option || !text) return;
    event.preventDefault();
    put(option);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === text) close();
  });
})();
