// What is to be sent, in the order in which it was done. Each entry has a key, with which the server knows it again: an
// answer that was lost on the way is asked for once more, and nothing is done twice.
//   {order, key, person, slip, verb, url, done_at, pairs: [[name, text]], files: [[name, Blob, filename]], tried, refused}
// A save has {values, seen} instead of pairs. What the server refused waits to be corrected, and so does whatever was
// done on the same slip after it; other slips go on.
import { change, entries, owner } from "./slip-store.js";
import { encoded } from "./slip-fields.js";

const SOON = 2_000;
const LATE = 60_000;
const PATIENCE = 90_000;
// What the outcome of a sending is called by those who show it.
export const status = { trouble: "", isSending: false };
let wait = SOON;
let timer = 0;

const channel = new BroadcastChannel("astreinte-slips");
const tell = (name, detail) => window.dispatchEvent(new CustomEvent(name, { detail }));
export const changed = () => {
  tell("slip:queue");
  channel.postMessage(owner);
};

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

// A save that the server has surely not seen takes in what is typed after it; one that may be there stays as it was.
const takesIn = (last, entry) => last?.verb === "save" && entry.verb === "save" && !last.tried;

// Keep one more entry, or in place of the one of its verb that was refused; what was being typed goes with it.
export const enqueue = async (entry, draft) => {
  await change(["queue", "drafts"], async (store) => {
    const mine = (await store("queue").all()).filter((other) => other.slip === entry.slip);
    const last = mine.at(-1);
    const wrong = mine.find((other) => other.refused && other.verb === entry.verb && entry.verb !== "photo");
    const complete = { key: crypto.randomUUID(), person: owner, tried: false, refused: null, ...entry };
    // Two versions stay two, whatever is typed on: somebody chooses.
    const refused = last?.refused?.conflicts ? last.refused : null;
    if (takesIn(last, entry)) await store("queue").put({ ...last, values: entry.values, refused });
    else if (wrong) await store("queue").put({ ...complete, order: wrong.order, seen: wrong.seen ?? complete.seen });
    else await store("queue").put(complete);
    if (draft) await store("drafts").put(draft, entry.slip);
  });
  changed();
  hurry();
};

export const replace = async (entry) => {
  await change(["queue"], (store) => store("queue").put(entry));
  changed();
  hurry();
};

export const drop = async (entry) => {
  await change(["queue"], (store) => store("queue").drop(entry.order));
  changed();
  hurry();
};

const packed = (entry) => {
  const form = new FormData();
  for (const [name, value] of entry.verb === "save" ? encoded(entry) : entry.pairs) form.append(name, value);
  for (const [name, blob, filename] of entry.files ?? []) form.append(name, blob, filename);
  for (const name of ["key", "done_at", "person"]) form.set(name, entry[name]);
  return form;
};

const post = (entry) => fetch(entry.url, {
  method: "POST",
  body: packed(entry),
  headers: { Accept: "application/json", "X-CSRFToken": token() },
  signal: AbortSignal.timeout(PATIENCE),
});

const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").includes("json");
// What the server said, and when (in seconds): a page may be older, or newer.
export const heard = async (answer) => ({ ...await answer.json(), at: Date.parse(answer.headers.get("Date")) / 1_000 });
// The server asks to sign in, or takes the phone for somebody else's.
const isShut = (answer) => answer.redirected || answer.status === 401 || (answer.status === 403 && !isJson(answer));
const isBusy = (answer) => answer.status >= 500 || [408, 425, 429].includes(answer.status);

// From here on it may be at the server: it is not changed any more.
const taken = ({ order }) => change(["queue"], async (store) => {
  const entry = await store("queue").get(order);
  if (entry && !entry.refused) await store("queue").put({ ...entry, tried: true });
  return entry && !entry.refused ? entry : null;
});

// What became of an entry: "sent", "refused", or why nothing more can be sent now.
const deliver = async (waiting) => {
  const entry = await taken(waiting);
  if (!entry) return "gone";
  let answer = await post(entry);
  if (isShut(answer) && await renewed(entry)) answer = await post(entry);
  if (isShut(answer)) return "signed-out";
  if (isBusy(answer)) return "busy";
  const said = isJson(answer) ? await heard(answer) : {};
  if (said.signed_out) return "signed-out";
  return answer.ok ? accepted(entry, said) : refused(entry, answer.status, said);
};

// Whoever is still signed in, with a token that is out of date, gets a new one with any page.
const renewed = async (entry) => {
  const page = await fetch(entry.url.replace(/[^/]+\/$/, ""), { headers: { Accept: "text/html" }, cache: "no-store" });
  return page.ok && !page.redirected;
};

const accepted = async (entry, said) => {
  await change(["queue", "slips"], async (store) => {
    await store("queue").drop(entry.order);
    if (said.fields) await store("slips").put(said, entry.slip);
  });
  tell("slip:answered", { entry, said });
  return "sent";
};

// Typed further while it was on its way, the newer words are what was refused.
const refused = async (entry, code, said) => {
  await change(["queue"], async (store) => {
    const isAfter = (other) => other.slip === entry.slip && other.order > entry.order;
    const next = (await store("queue").all()).find(isAfter);
    const newer = entry.verb === "save" && next?.verb === "save" ? next : null;
    if (newer) await store("queue").drop(newer.order);
    const values = newer?.values ?? entry.values;
    await store("queue").put({ ...entry, values, tried: false, refused: { code, ...said } });
  });
  tell("slip:refused", { entry, said });
  return "refused";
};

const nextOf = (waiting) => {
  const stuck = new Set();
  for (const entry of waiting) {
    if (entry.refused) stuck.add(entry.slip);
    else if (!stuck.has(entry.slip)) return entry;
  }
  return null;
};

const sendAll = async () => {
  for (;;) {
    const entry = nextOf(await entries());
    if (!entry) return "";
    const outcome = await deliver(entry).catch(() => "offline");
    if (["offline", "busy", "signed-out"].includes(outcome)) return outcome;
    status.trouble = "";
    changed();
  }
};

// One page at a time sends, however many are open.
export const send = () => navigator.locks.request("astreinte-slips", { ifAvailable: true }, async (lock) => {
  clearTimeout(timer);
  if (!lock) return later();
  if (!nextOf(await entries())) {
    status.trouble = navigator.onLine ? "" : "offline";
    return changed();
  }
  status.isSending = true;
  changed();
  status.trouble = await sendAll();
  status.isSending = false;
  wait = status.trouble ? Math.min(wait * 2, LATE) : SOON;
  if (status.trouble) later();
  changed();
});

const later = () => {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
};

export const hurry = () => {
  wait = SOON;
  return send();
};

export const startQueue = () => {
  window.addEventListener("online", hurry);
  window.addEventListener("offline", () => {
    status.trouble = "offline";
    changed();
  });
  document.addEventListener("visibilitychange", () => document.hidden || hurry());
  channel.addEventListener("message", (event) => event.data === owner && tell("slip:queue"));
  if (!navigator.onLine) status.trouble = "offline";
  return send();
};
