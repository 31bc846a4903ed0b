// The page of a slip: its forms go to the queue, what the server says goes to its fields, and who was refused corrects.
import { entriesOf, keepKnown, known } from "./slip-store.js";
import { drop, heard, replace } from "./slip-queue.js";
import { keepPages } from "./slip-keep.js";
import { Typing } from "./slip-typing.js";
import { answered, show } from "./slip-shown.js";
import { put } from "./slip-photo.js";
import { decide } from "./slip-conflict.js";

// What these do is on the page at once; after all else the page is read anew: a signature, a version.
const IN_PLACE = ["arrive", "arrive_undo", "leave", "times", "save", "photo", "photo_remove"];

const here = () => location.pathname + location.search;

const sayNews = (main, panel, names) => {
  for (const name of names) {
    const field = main.querySelector(name === "supplies" ? "[data-supplies]" : `form[data-verb="save"] [name="${name}"]`);
    main.querySelector(`[data-news="${name}"]`)?.remove();
    const note = document.createElement("p");
    note.className = "slip-news";
    note.dataset.news = name;
    note.setAttribute("role", "status");
    note.textContent = panel.dataset.saysNews;
    field.after(note);
  }
};

// A form of the page as it was when it was sent, to be sent again.
const fillAgain = async (form, entry) => {
  for (const field of form.elements) {
    const mine = entry.pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(field.type)) field.checked = mine.includes(field.value);
    else if (field.type !== "file" && field.name && field.name !== "csrfmiddlewaretoken") field.value = mine[0] ?? "";
  }
  for (const [name, blob, filename] of entry.files ?? []) {
    await put(form.elements[name], new File([blob], filename, { type: blob.type }));
  }
  // A client who is to sign something else signs again.
  if (entry.refused.conflicts && form.elements.strokes) form.elements.strokes.value = "";
  form.dispatchEvent(new CustomEvent("slip:restored", { bubbles: true }));
  form.dispatchEvent(new Event("input", { bubbles: true }));
};

// The page of one slip: {slip, correct(entry), dropped(entry)}, for who shows what was refused.
export const slipPage = async (main, panel) => {
  const { person } = panel.dataset;
  const typing = new Typing(main, { quantity: panel.dataset.saysQuantity, designation: panel.dataset.saysDesignation });
  const started = typing.start();
  const formOf = (verb) => main.querySelector(`form[data-verb="${verb}"]`);

  // One after the other: the latest state is the one that stands.
  let drawn = Promise.resolve();
  const redraw = () => {
    drawn = drawn.then(() => show(main, typing.base?.values));
    return drawn;
  };

  const settle = async ({ order }) => {
    await typing.queueSave();
    const entry = (await entriesOf(page.slip)).find((waiting) => waiting.order === order);
    const values = entry?.refused && await decide(panel.querySelector("dialog"), typing.fill, entry);
    if (!values) return;
    const { revision, fields } = entry.refused;
    await typing.settle(revision, values);
    await replace({ ...entry, values, seen: { revision, values: fields }, refused: null });
  };

  const point = (form, errors) => {
    const name = Object.keys(errors ?? {})[0];
    const first = "input:not([type=hidden]), textarea, select, button";
    const field = (name && form.querySelector(`[name="${name}"]`)) || form.querySelector(first);
    form.closest("details")?.setAttribute("open", "");
    form.scrollIntoView({ block: "center" });
    field?.focus();
  };

  const page = {
    slip: main.dataset.slip,
    correct: async (entry) => {
      if (entry.verb === "save" && entry.refused.conflicts) return settle(entry);
      const form = formOf(entry.verb);
      if (!form) return null;
      if (entry.verb !== "save") {
        await fillAgain(form, entry);
        // Its place in the row is kept for the corrected one; a photo goes to the end.
        await (entry.verb === "photo" || entry.refused.conflicts ? drop(entry) : Promise.resolve());
        if (entry.refused.conflicts) await refresh();
      }
      await redraw();
      form.closest("[data-when]")?.removeAttribute("hidden");
      return point(form, entry.refused.errors);
    },
    dropped: async () => {
      await redraw();
      await refresh();
    },
  };

  // Before the arrival there was nothing that the office could have changed.
  const follow = ({ revision, fields }) => {
    const isNew = !typing.base?.revision;
    const names = fields ? typing.follow(revision, fields) : [];
    if (!isNew && names.length) sayNews(main, panel, names);
  };

  // What the office wrote meanwhile, where nothing waits to be sent.
  const refresh = async () => {
    await started;
    if ((await entriesOf(page.slip)).length) return;
    const answer = await fetch(here(), { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) return;
    const said = await heard(answer);
    if (!said.fields || (await entriesOf(page.slip)).length) return;
    await keepKnown(page.slip, said);
    answered(main, said);
    follow(said);
    await redraw();
  };

  main.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-verb]");
    if (!form) return;
    event.preventDefault();
    await started;
    if (form === typing.fill) {
      typing.touch();
      await typing.queueSave({ said: true });
      return;
    }
    if (form.hasAttribute("data-queued")) return;
    form.toggleAttribute("data-queued", true);
    if (await typing.queueVerb(form, event.submitter) && form.dataset.verb === "photo") form.reset();
    form.removeAttribute("data-queued");
    await redraw();
  });

  window.addEventListener("slip:answered", async ({ detail: { entry, said } }) => {
    if (entry.slip !== page.slip) return;
    answered(main, said);
    const waiting = await entriesOf(page.slip);
    if (!waiting.some(({ verb }) => verb === "save")) follow(said);
    await redraw();
    if (waiting.length) return;
    await keepPages(person, [here()]);
    if (!IN_PLACE.includes(entry.verb)) location.reload();
  });
  // What the client did not see when they signed is shown before they sign again.
  window.addEventListener("slip:refused", ({ detail: { entry, said } }) => {
    if (entry.slip === page.slip && entry.verb === "sign" && said.fields) follow(said);
  });
  window.addEventListener("slip:queue", redraw);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());

  await started;
  // A page that was kept before the server said more.
  const said = await known(page.slip);
  if (said && said.at >= Number(panel.dataset.made)) answered(main, said);
  await redraw();
  return page;
};
