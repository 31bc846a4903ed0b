// What two combobox widgets share: which options fit what is typed, and which of them is chosen.
const Listbox = {
  fold: (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(),
  shown: (list) => [...list.querySelectorAll("[role=option]:not([hidden])")],

  filter(list, fits) {
    for (const option of list.querySelectorAll("[role=option]")) option.hidden = !fits(option);
    const [first] = Listbox.shown(list);
    Listbox.mark(list, first);
    return Boolean(first);
  },

  mark(list, chosen) {
    for (const option of list.querySelectorAll("[role=option]")) option.setAttribute("aria-selected", String(option === chosen));
    chosen?.scrollIntoView({ block: "nearest" });
  },

  chosen: (list) => list.querySelector("[role=option][aria-selected=true]:not([hidden])"),

  move(list, step) {
    const options = Listbox.shown(list);
    const here = options.indexOf(Listbox.chosen(list));
    Listbox.mark(list, options[(here + step + options.length) % options.length]);
  },
};
