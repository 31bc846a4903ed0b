// What is typed on a slip is kept at once and put back after a reload; once typing rests, what was filled in is queued.
// `base` is what the form's content was made on top of: the server's words, or what was queued last. Where the server has
// something newer and nobody typed meanwhile, the form follows; where both did, the server says so and both are shown.
import { known, draft, entriesOf, keepDraft } from "./slip-store.js";
import { enqueue } from "./slip-queue.js";
import { NAMES, differ, missing, read, seenPairs, write } from "./slip-fields.js";

const REST = 1_500;
const UNTYPED = ["csrfmiddlewaretoken", "key", "done_at"];

// A verb may have two forms: one tap, and by hand.
const nameOf = (form) => form.dataset.verb + (form.closest("details") ? " by hand" : "");

export class Typing {
  constructor(main, says) {
    this.main = main;
    this.slip = main.dataset.slip;
    this.says = says;
    this.fill = main.querySelector('form[data-verb="save"]');
    const others = main.querySelectorAll('form[data-verb]:not([data-verb="save"], [data-verb="photo_remove"])');
    this.forms = [...others];
    this.timer = 0;
  }

  async start() {
    const rendered = { revision: Number(this.main.dataset.revision || 0), values: this.fill && read(this.fill) };
    const answer = await known(this.slip);
    this.typed = { forms: {}, ...(await draft(this.slip)) };
    const queued = (await entriesOf(this.slip)).filter(({ verb }) => verb === "save").at(-1);
    // Whoever was quicker than the script has typed already.
    const isTyped = this.fill && differ(read(this.fill), rendered.values).length;
    if (isTyped) this.typed.save ??= { values: read(this.fill), base: rendered };
    if (this.fill) this.#restoreFill(rendered, answer, queued);
    for (const form of this.forms) this.#restore(form);
    this.main.addEventListener("input", (event) => this.#keep(event.target.closest("form[data-verb]")));
    this.main.addEventListener("slip:photo", (event) => this.#keep(event.target));
    document.addEventListener("visibilitychange", () => document.hidden && this.queueSave());
  }

  #restoreFill(rendered, answer, queued) {
    const isOld = answer?.fields && answer.revision > rendered.revision;
    const server = isOld ? { revision: answer.revision, values: answer.fields } : rendered;
    const mine = this.typed.save;
    this.base = mine?.base ?? (queued ? { revision: queued.seen.revision, values: queued.values } : server);
    write(this.fill, mine?.values ?? this.base.values);
    if (!queued) this.follow(server.revision, server.values);
    if (mine) this.#rest();
  }

  #restore(form) {
    const pairs = this.typed.forms[nameOf(form)];
    if (!pairs) return;
    for (const field of form.elements) {
      const mine = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(field.type)) field.checked = mine.includes(field.value);
      else if (mine.length && field.type !== "file") field.value = mine[0];
    }
    form.closest("details")?.setAttribute("open", "");
    form.dispatchEvent(new CustomEvent("slip:restored", { bubbles: true, detail: this.typed.files?.[nameOf(form)] }));
  }

  #keep(form) {
    if (!form) return;
    if (form === this.fill) {
      this.typed.save = { values: read(form), base: this.base };
      this.#rest();
    } else {
      const data = [...new FormData(form)].filter(([name]) => !UNTYPED.includes(name));
      this.typed.forms[nameOf(form)] = data.filter(([, value]) => typeof value === "string");
      const files = data.filter(([, value]) => value instanceof File && value.size);
      this.typed.files = { ...this.typed.files, [nameOf(form)]: files };
    }
    keepDraft(this.slip, this.typed);
  }

  #rest() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.queueSave(), REST);
  }

  // Saved by hand, it is sent whether or not somebody typed.
  touch() {
    this.typed.save ??= { values: read(this.fill), base: this.base };
  }

  // Whether all that is typed is on its way; asked by name (`said`), what is missing is pointed at.
  async queueSave({ said = false } = {}) {
    clearTimeout(this.timer);
    if (!this.fill || !this.typed?.save) return true;
    const values = read(this.fill);
    // A line that is half typed is kept, and not sent yet.
    const gap = missing(this.fill);
    if (gap || !this.fill.checkValidity()) return said ? this.#point(gap) : false;
    const seen = this.base;
    this.typed.save = null;
    if (!differ(values, seen.values).length) return keepDraft(this.slip, this.typed).then(() => true);
    this.base = { revision: seen.revision, values };
    const done_at = new Date().toISOString();
    await enqueue({ slip: this.slip, verb: "save", url: this.fill.action, done_at, values, seen }, this.typed);
    return true;
  }

  #point(gap) {
    gap?.setCustomValidity(gap.name === "supply_quantity" ? this.says.quantity : this.says.designation);
    gap?.addEventListener("input", () => gap.setCustomValidity(""), { once: true });
    return this.fill.reportValidity();
  }

  // One more thing is done on the slip: what is typed on it goes before.
  async queueVerb(form, submitter) {
    if (!await this.queueSave({ said: true })) return false;
    const data = [...new FormData(form, submitter)].filter(([name]) => !UNTYPED.includes(name));
    const pairs = data.filter(([, value]) => typeof value === "string");
    // What the client saw when they signed: if it is not that any more, the server says so.
    if (form.dataset.verb === "sign" && this.fill) pairs.push(...seenPairs(this.base));
    const chosen = data.filter(([, value]) => value instanceof File && value.size);
    const files = chosen.map(([name, file]) => [name, file, file.name]);
    delete this.typed.forms[nameOf(form)];
    if (this.typed.files) delete this.typed.files[nameOf(form)];
    const done_at = new Date().toISOString();
    await enqueue({ slip: this.slip, verb: form.dataset.verb, url: form.action, done_at, pairs, files }, this.typed);
    return true;
  }

  // The server's words, where nobody typed since; which fields they are news in.
  follow(revision, values) {
    if (!this.fill) return [];
    const now = read(this.fill);
    const news = differ(values, this.base.values).filter((name) => !differ(now, this.base.values, [name]).length);
    write(this.fill, values, news);
    const taken = Object.fromEntries(news.map((name) => [name, values[name]]));
    const isSettled = !differ(values, this.base.values, NAMES.filter((name) => !news.includes(name))).length;
    this.base = { revision: isSettled ? revision : this.base.revision, values: { ...this.base.values, ...taken } };
    if (this.typed.save) this.typed.save.base = this.base;
    return news;
  }

  // What was chosen between two versions is what the form shows, on top of the server's.
  settle(revision, values) {
    write(this.fill, values);
    this.base = { revision, values };
    this.typed.save = null;
    return keepDraft(this.slip, this.typed);
  }
}
