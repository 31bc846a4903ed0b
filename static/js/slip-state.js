// How what was done on the phone stands, always in sight: kept here, being sent, all sent; and what the server refused,
// with its sentence and the ways on: correct it, send it again, or drop it.
import { drop, replace, status } from "./slip-queue.js";
import { entries } from "./slip-store.js";

const words = (panel, waiting) => {
  const { dataset: says } = panel;
  if (status.trouble === "signed-out") return ["signed-out", says.saysSignedOut];
  if (status.trouble === "offline") return ["offline", says.saysOffline];
  if (status.trouble === "busy") return ["busy", says.saysBusy];
  return waiting && status.isSending ? ["sending", says.saysSending] : ["", ""];
};

const counted = ({ dataset: says }, count) => (count === 1 ? says.saysOne : says.saysMany).replace("{count}", count);

const showState = (panel, waiting) => {
  const [trouble, sentence] = words(panel, waiting.length);
  const state = panel.querySelector("[data-queue-state]");
  const count = waiting.length ? counted(panel, waiting.length) : !trouble && panel.dataset.saysAll;
  const text = [sentence, count].filter(Boolean).join(" ");
  // Said again only when it is something else: a screen reader reads every change.
  if (state.querySelector("span").textContent !== text) state.querySelector("span").textContent = text;
  state.dataset.tone = trouble || (waiting.length ? "waiting" : "sent");
  state.hidden = false;
  const net = document.querySelector("[data-net]");
  if (net) net.hidden = trouble !== "offline";
  panel.querySelector("[data-sign-in]").hidden = trouble !== "signed-out";
};

// On the page of the day, beside each visit.
const showVisits = (panel, waiting) => {
  for (const visit of document.querySelectorAll("[data-visit]")) {
    visit.querySelector("[data-visit-waiting]")?.remove();
    const count = waiting.filter(({ slip }) => slip === visit.dataset.visit).length;
    if (!count) continue;
    const note = document.createElement("p");
    note.className = "slip-news";
    note.dataset.visitWaiting = "";
    note.textContent = counted(panel, count);
    visit.append(note);
  }
};

const sentences = ({ refused }, fallback) =>
  [...new Set([refused.sentence, ...Object.values(refused.errors ?? {}).flat()].filter(Boolean))].join(" ") || fallback;

const row = (panel, entry, page) => {
  const item = panel.querySelector("template[data-refused-row]").content.firstElementChild.cloneNode(true);
  item.dataset.refused = entry.verb;
  item.querySelector("[data-what]").textContent = panel.querySelector(`[data-verb-name="${entry.verb}"]`)?.textContent ?? "";
  item.querySelector("[data-sentence]").textContent = sentences(entry, panel.dataset.saysRefused);
  const here = page?.slip === entry.slip;
  const link = item.querySelector("[data-open]");
  link.hidden = here;
  link.href = entry.url.replace(/[^/]+\/$/, "");
  const correct = item.querySelector("[data-correct]");
  correct.hidden = !here;
  const { saysSignAgain, saysChoose } = panel.dataset;
  if (entry.refused.conflicts) correct.textContent = entry.verb === "sign" ? saysSignAgain : saysChoose;
  correct.addEventListener("click", () => page.correct(entry));
  item.querySelector("[data-again]").addEventListener("click", () => replace({ ...entry, refused: null }));
  item.querySelector("[data-again]").hidden = Boolean(entry.refused.conflicts);
  item.querySelector("[data-drop]").addEventListener("click", async () => {
    if (!window.confirm(panel.dataset.saysDrop)) return;
    await drop(entry);
    page?.dropped(entry);
  });
  return item;
};

// `page` knows how an entry of the slip it shows is corrected: {slip, correct(entry), dropped(entry)}.
export const connectState = (panel, page) => {
  let last = Promise.resolve();
  const show = async () => {
    const waiting = await entries();
    showState(panel, waiting);
    showVisits(panel, waiting);
    const refused = waiting.filter((entry) => entry.refused);
    const list = panel.querySelector("[data-refused-list]");
    list.replaceChildren(...refused.map((entry) => row(panel, entry, page)));
    list.hidden = !refused.length;
  };
  // One after the other: the latest state is the one that stands.
  const showNext = () => { last = last.then(show); };
  window.addEventListener("slip:queue", showNext);
  showNext();
};
