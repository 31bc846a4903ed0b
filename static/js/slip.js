// The day's route and the slip of a visit, filled in with or without network: what is typed is kept (slip-typing.js), what
// is done is queued and sent (slip-queue.js), and the pages are there without network (slip-keep.js).
import { openStore } from "./slip-store.js";
import { startQueue } from "./slip-queue.js";
import { startKeeping } from "./slip-keep.js";
import { connectState } from "./slip-state.js";
import { connectSupplies } from "./slip-supplies.js";
import { connectPhoto } from "./slip-photo.js";
import { connectPads } from "./slip-pad.js";
import { slipPage } from "./slip-page.js";

const panel = document.querySelector("[data-queue]");
const main = panel?.closest("main");
const person = panel?.dataset.person;

// What makes filling in easier, also where the page is not kept and its forms are sent at once.
const connectFields = () => {
  const says = { noPicture: panel.dataset.saysNoPicture };
  for (const input of main.querySelectorAll("form[data-verb] input[type=file]")) connectPhoto(input, says);
  connectPads(main);
  const fill = main.querySelector('form[data-verb="save"]');
  if (fill) connectSupplies(fill);
};

const start = async () => {
  await openStore(person);
  connectFields();
  // Over plain http a browser lets no page work without network.
  if (!window.isSecureContext) return;
  const page = main.dataset.slip ? await slipPage(main, panel) : null;
  connectState(panel, page);
  main.toggleAttribute("data-ready", true);
  startQueue();
  await startKeeping(person, { all: !page });
};

if (main && "indexedDB" in window) start();
