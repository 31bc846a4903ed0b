// Who types blind does not wait for answers. In a form[data-types-ahead] a button [data-leads-to="id"] leads on at once
// to the next field; what is typed, chosen or left before the answer swaps the fields stays, with the caret in it, and
// what is sent in that instant is sent once the answer is there.
(() => {
  const waiting = new Map();
  const BOXES = ["radio", "checkbox"];
  const UNTYPED = ["hidden", "file", "submit", "button"];

  const fields = (form) => [...form.elements].filter((field) => field.name && !UNTYPED.includes(field.type));
  const isBox = (field) => BOXES.includes(field.type);
  const name = (field) => (isBox(field) ? `${field.name}=${field.value}` : field.name);
  const value = (field) => (isBox(field) ? field.checked : field.value);
  const isText = (field) => field?.matches("input:not([type=radio], [type=checkbox]), textarea") ?? false;
  const valuesOf = (form) => new Map(fields(form).map((field) => [name(field), value(field)]));
  const withCaret = (field) => [field.selectionStart, field.selectionEnd];

  // What was typed under the wrong heading: the answer asks for another text, and that one is empty.
  const moveOn = (wait, next) => {
    const [[place, text]] = wait.typed;
    const isAhead = wait.typed.size === 1 && place === document.getElementById(wait.landing)?.name && !wait.sent.get(place);
    if (!isAhead || !isText(next) || next.value || next.id === wait.landing) return false;
    wait.typed = new Map([[next.name, text]]);
    return true;
  };

  const bringBack = (wait) => {
    const { form } = wait;
    const next = form.querySelector("[autofocus]");
    const hasMoved = wait.typed.size > 0 && moveOn(wait, next);
    wait.brought = fields(form).filter((field) => wait.typed.has(name(field)) && wait.typed.get(name(field)) !== value(field));
    for (const field of wait.brought) {
      if (isBox(field)) field.checked = wait.typed.get(name(field));
      else field.value = wait.typed.get(name(field));
    }
    const isOn = !hasMoved && (wait.typed.size > 0 || (wait.active && wait.active !== wait.landing));
    if (!isOn) return;
    for (const field of form.querySelectorAll("[autofocus]")) field.removeAttribute("autofocus");
    const active = wait.active && document.getElementById(wait.active);
    if (!active) return;
    active.focus();
    if (isText(active) && wait.caret) active.setSelectionRange(...wait.caret);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("form[data-types-ahead] [data-leads-to]");
    if (button) document.getElementById(button.dataset.leadsTo)?.focus();
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, xhr } = event.detail;
    const form = elt.closest("form[data-types-ahead]");
    if (!form) return;
    const landing = elt.dataset.leadsTo ?? document.activeElement?.id ?? "";
    waiting.set(xhr, { form, landing, isLeading: "leadsTo" in elt.dataset, sent: valuesOf(form) });
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const wait = waiting.get(event.detail.xhr);
    if (!wait) return;
    const active = wait.form.contains(document.activeElement) ? document.activeElement : null;
    wait.typed = new Map([...valuesOf(wait.form)].filter(([each, now]) => wait.sent.get(each) !== now));
    wait.active = active?.id ?? "";
    wait.caret = isText(active) ? withCaret(active) : null;
    wait.isSwapped = false;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const wait = waiting.get(event.detail.xhr);
    if (!wait || wait.isSwapped) return;
    wait.isSwapped = true;
    bringBack(wait);
  });

  // Only now the new fields are heard: by the draft, and by what follows from a choice.
  document.addEventListener("htmx:afterSettle", (event) => {
    const wait = waiting.get(event.detail.xhr);
    if (!wait) return;
    waiting.delete(event.detail.xhr);
    for (const field of wait.brought ?? []) {
      if (isBox(field) && !field.checked) continue;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      if (!isText(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (wait.isSent) wait.form.requestSubmit();
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) waiting.delete(event.detail.xhr);
  });

  document.addEventListener("submit", (event) => {
    const led = [...waiting.values()].find((wait) => wait.form === event.target && wait.isLeading);
    if (!led) return;
    event.preventDefault();
    led.isSent = true;
  }, true);
})();
