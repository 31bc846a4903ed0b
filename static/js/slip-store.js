// What the phone keeps for the slips of one person, in IndexedDB: what is to be sent ("queue", in order), what is being
// typed ("drafts", by slip), what the server last said ("slips", by slip) and the catalogue ("lists", by name).
// Each person has a database of their own: whoever signs in on this phone after them sees nothing of it.
const STORES = { queue: { keyPath: "order", autoIncrement: true }, drafts: {}, slips: {}, lists: {} };
let opening;
// Whose store this is.
export let owner = "";

export const openStore = (user) => {
  owner = user;
  opening ??= new Promise((opened, failed) => {
    const request = indexedDB.open(`astreinte-slips-${user}`, 1);
    request.onupgradeneeded = () => {
      for (const [name, options] of Object.entries(STORES)) request.result.createObjectStore(name, options);
    };
    request.onsuccess = () => opened(request.result);
    request.onerror = () => failed(request.error);
  });
  return opening;
};

const answered = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

// All that `work` asks of these stores is kept together or not at all, and on the disk when the promise is kept.
export const change = async (names, work) => {
  const transaction = (await opening).transaction(names, "readwrite", { durability: "strict" });
  const finished = new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
  const result = await work((name) => asked(transaction.objectStore(name)));
  await finished;
  return result;
};

const asked = (store) => ({
  all: () => answered(store.getAll()),
  get: (key) => answered(store.get(key)),
  put: (value, key) => answered(store.put(value, key)),
  drop: (key) => answered(store.delete(key)),
});

const read = async (name, key) => {
  const store = (await opening).transaction(name).objectStore(name);
  return answered(key === undefined ? store.getAll() : store.get(key));
};

export const entries = () => read("queue");
export const entriesOf = async (slip) => (await entries()).filter((entry) => entry.slip === slip);
export const known = (slip) => read("slips", slip);
export const draft = (slip) => read("drafts", slip);
export const list = (name) => read("lists", name);
export const keepDraft = (slip, typed) => change(["drafts"], (store) => store("drafts").put(typed, slip));
export const keepKnown = (slip, said) => change(["slips"], (store) => store("slips").put(said, slip));
export const keepList = (name, values) => change(["lists"], (store) => store("lists").put(values, name));
