// The slip page as it is once all that was done on the phone is done on the server, too: state, times, photos.
import { entriesOf, known } from "./slip-store.js";
import { inWords } from "./slip-fields.js";
import { dataUrl } from "./slip-photo.js";

const SIGNED = ["drawn", "typed", "stamp", "paper"];
const field = (entry, name) => entry.pairs?.find(([other]) => other === name)?.[1];

const AFTER = {
  arrive: (slip, entry) => ({ ...slip, state: "under_way", arrived_at: field(entry, "arrived_at") || entry.done_at }),
  arrive_undo: (slip) => ({ ...slip, state: "planned", arrived_at: "", departed_at: "" }),
  leave: (slip, entry) => ({ ...slip, state: "done", departed_at: field(entry, "departed_at") || entry.done_at }),
  times: (slip, entry) => ({
    ...slip,
    arrived_at: field(entry, "arrived_at") || slip.arrived_at,
    departed_at: field(entry, "departed_at") || slip.departed_at,
  }),
  sign: (slip, entry) => ({ ...slip, frozen: true, state: SIGNED.includes(field(entry, "kind")) ? "signed" : "done" }),
  sign_later: (slip) => ({ ...slip, frozen: true }),
  correct: (slip) => ({ ...slip, frozen: false, state: "done" }),
};

// What is not so because the server refused it: it is to be done again.
const UNDONE = ["sign", "sign_later", "correct"];

const times = (main) => Object.fromEntries(["arrived_at", "departed_at"].map((name) =>
  [name, main.querySelector(`[data-shows="${name}"]`)?.getAttribute("datetime") ?? ""]));

// How the page was when the server made it; what is newer comes on top.
const rendered = new WeakMap();
const start = (main) => {
  if (!rendered.has(main)) {
    const { state, number = "" } = main.dataset;
    rendered.set(main, { state, number, frozen: main.hasAttribute("data-frozen"), ...times(main) });
  }
  return rendered.get(main);
};

export const answered = (main, said) => {
  const { state, number, frozen } = said;
  rendered.set(main, { state, number, frozen, arrived_at: said.arrived_at ?? "", departed_at: said.departed_at ?? "" });
  main.dataset.revision = said.revision;
};

const hour = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });

const showText = (main, name, value) => {
  for (const place of main.ownerDocument.querySelectorAll(`[data-shows="${name}"]`)) {
    const instant = name.endsWith("_at") && value ? new Date(value) : null;
    if (instant) place.setAttribute("datetime", instant.toISOString());
    else place.removeAttribute("datetime");
    place.textContent = instant ? hour.format(instant) : value;
    place.closest(".stamp")?.toggleAttribute("data-done", Boolean(value));
  }
};

// What is corrected by hand starts from what is known; it is typed in the zone of this phone.
const showByHand = (main, name, value) => {
  const field = main.querySelector(`form[data-verb="times"] [name="${name}"]`);
  if (!field || field.value || !value) return;
  const instant = new Date(value);
  field.value = new Date(instant - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const showState = (main, slip) => {
  const state = slip.frozen ? "signed" : slip.state;
  main.dataset.state = state;
  main.toggleAttribute("data-frozen", Boolean(slip.frozen));
  for (const part of main.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
};

const picture = (main, key) => main.querySelector(`[data-photos] [data-photo="${key}"]`);

const addPhoto = (main, { key, url, caption }) => {
  const item = main.querySelector("template[data-photo-row]").content.firstElementChild.cloneNode(true);
  item.dataset.photo = key;
  item.querySelector("img").src = url;
  item.querySelector("img").alt = caption;
  item.querySelector("[data-caption]").textContent = caption;
  for (const input of item.querySelectorAll("input[name=photo]")) input.value = key;
  main.querySelector("[data-photos]").append(item);
  return item;
};

const showPhotos = async (main, said, waiting) => {
  if (!main.querySelector("[data-photos]") || !main.querySelector("template[data-photo-row]")) return;
  for (const photo of said?.photos ?? []) if (!picture(main, photo.key)) addPhoto(main, photo);
  for (const entry of waiting.filter(({ verb }) => verb === "photo")) {
    const url = await dataUrl(entry.files[0][1]);
    const item = picture(main, entry.key) ?? addPhoto(main, { key: entry.key, url, caption: field(entry, "caption") ?? "" });
    item.dataset.waiting = "";
  }
  const sent = new Set(waiting.filter(({ verb }) => verb === "photo").map(({ key }) => key));
  const gone = new Set(waiting.filter(({ verb }) => verb === "photo_remove").map((entry) => field(entry, "photo")));
  const there = said?.photos && new Set(said.photos.map(({ key }) => key));
  for (const item of main.querySelectorAll("[data-photos] [data-photo]")) {
    const { photo } = item.dataset;
    if (!sent.has(photo)) delete item.dataset.waiting;
    if (gone.has(photo) || (there && !there.has(photo) && !sent.has(photo))) item.remove();
  }
};

// Signed on this phone, it is not signed a second time while that is on its way.
const showSigned = (main, entry) => {
  const note = main.querySelector("[data-signed-here]");
  if (note) note.hidden = !entry;
  if (!entry) return;
  const name = [field(entry, "first_name"), field(entry, "surname")].filter(Boolean).join(" ") || "—";
  if (note) note.textContent = note.dataset.says.replace("{name}", name);
  const forms = main.querySelectorAll('form[data-verb="sign"], form[data-verb="sign_later"]');
  for (const form of forms) (form.closest("details") ?? form).hidden = true;
};

// What was written, for who only reads it now.
const showRead = (main, values) => {
  for (const place of main.querySelectorAll("[data-reads]")) {
    const { reads } = place.dataset;
    const words = reads === "supplies" ? inWords(values) : values[reads];
    place.replaceChildren(...(words || "—").split(/\r?\n/).flatMap((line) => [document.createElement("br"), line]).slice(1));
  }
};

// `values`: what stands in the fields.
export const show = async (main, values) => {
  const waiting = await entriesOf(main.dataset.slip);
  const said = await known(main.dataset.slip);
  const done = waiting.filter((entry) => !(entry.refused && UNDONE.includes(entry.verb)));
  const slip = done.reduce((so_far, entry) => AFTER[entry.verb]?.(so_far, entry) ?? so_far, start(main));
  showState(main, slip);
  for (const name of ["number", "arrived_at", "departed_at"]) showText(main, name, slip[name] ?? "");
  for (const name of ["arrived_at", "departed_at"]) showByHand(main, name, slip[name]);
  showSigned(main, done.find(({ verb }) => verb === "sign"));
  if (values) showRead(main, values);
  await showPhotos(main, said && said.revision >= Number(main.dataset.revision || 0) ? said : null, waiting);
};
