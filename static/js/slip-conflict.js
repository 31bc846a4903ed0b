// The office changed what was filled in on the phone: both versions stand side by side, field by field, and nothing is
// sent before somebody said which is right, or made one of both.
import { NAMES, differ, inWords, plain } from "./slip-fields.js";

const WORDS = ["findings", "observations"];

const shown = (form, name, values) => {
  if (name === "supplies") return inWords(values);
  if (name !== "work_type") return String(values[name] ?? "");
  return [...form.elements.work_type.options].find((option) => option.value === String(values.work_type))?.text ?? "";
};

const both = (name, theirs, mine) => {
  if (name !== "supplies") return [theirs[name], mine[name]].filter((words) => String(words ?? "").trim()).join("\n\n");
  const there = new Set((theirs.supplies ?? []).map((line) => plain({ supplies: [line] }, "supplies")));
  const more = (mine.supplies ?? []).filter((line) => !there.has(plain({ supplies: [line] }, "supplies")));
  return [...(theirs.supplies ?? []), ...more];
};

const question = (dialog, form, { name, label }, theirs, mine) => {
  const asked = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
  asked.dataset.field = name;
  asked.querySelector("legend").textContent = label;
  asked.querySelector("[data-theirs]").textContent = shown(form, name, theirs) || "—";
  asked.querySelector("[data-mine]").textContent = shown(form, name, mine) || "—";
  const words = asked.querySelector("textarea");
  words.value = WORDS.includes(name) ? both(name, theirs, mine) : "";
  for (const radio of asked.querySelectorAll("input[type=radio]")) radio.name = `choice_${name}`;
  if (![...WORDS, "supplies"].includes(name)) asked.querySelector("[data-both]").remove();
  asked.addEventListener("change", () => { words.hidden = !WORDS.includes(name) || chosen(asked) !== "both"; });
  return asked;
};

const chosen = (asked) => asked.querySelector("input[type=radio]:checked")?.value;

const decided = (asked, name, theirs, mine) => {
  const choice = chosen(asked);
  if (choice === "both") return WORDS.includes(name) ? asked.querySelector("textarea").value : both(name, theirs, mine);
  return (choice === "theirs" ? theirs : mine)[name];
};

// The whole slip as it is to be sent: what was chosen, else what only one side changed.
const merged = (dialog, entry) => {
  const { fields: theirs } = entry.refused;
  const onlyMine = new Set(differ(entry.values, entry.seen.values));
  const values = Object.fromEntries(NAMES.map((name) => [name, (onlyMine.has(name) ? entry.values : theirs)[name]]));
  for (const asked of dialog.querySelectorAll("[data-field]")) {
    values[asked.dataset.field] = decided(asked, asked.dataset.field, theirs, entry.values);
  }
  return values;
};

// What was decided, or null where the dialog was left: both versions stay as they are.
export const decide = (dialog, form, entry) => new Promise((done) => {
  const place = dialog.querySelector("[data-fields]");
  const names = new Map(entry.refused.conflicts.map((conflict) => [conflict.name, conflict]));
  const asked = (conflict) => question(dialog, form, conflict, entry.refused.fields, entry.values);
  place.replaceChildren(...[...names.values()].map(asked));
  const decision = dialog.querySelector("form");
  decision.onsubmit = () => done(merged(dialog, entry));
  dialog.querySelector("[data-later]").onclick = () => dialog.close();
  dialog.onclose = () => done(null);
  dialog.showModal();
});
