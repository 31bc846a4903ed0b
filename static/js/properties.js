// The values of a ticket are changed where they stand: a link opens the form, Escape leaves it, saving swaps only what
// changed, and the focus goes back to where it was. What somebody is still typing elsewhere on the page is never swapped.
(() => {
  let sending = null;
  let returning = "";
  let around = "";

  const slotOf = (element) => element.closest("[data-slot]") ?? element.closest("#correcting");

  // Two renderings of one thing differ in their tokens alone.
  const bare = (node) => {
    const copy = node.cloneNode(true);
    for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) token.setAttribute("value", "");
    for (const element of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["class", "open", "aria-expanded"]) if (name !== "class") element.removeAttribute(name);
      element.classList.remove("htmx-request", "htmx-settling", "htmx-swapping", "htmx-added");
      if (!element.className) element.removeAttribute("class");
    }
    return copy;
  };

  const isTypedInto = (element) => {
    const forms = [...element.querySelectorAll("[data-edit-form]")];
    return forms.some((form) => form !== sending && !form.closest("[data-conflict]"));
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("form");
    sending = form;
    if (form?.closest(".ticket")) {
      const slot = slotOf(form);
      const place = form.matches("[data-conflict] form") && form.elements.place?.value;
      const link = place ? `edit-${place}` : slot?.id.replace(/^(property|slot)-/, "edit-");
      returning = link || document.activeElement?.id || "";
      around = form.closest("#watching, #composer-to, section[id], .ticket-actions")?.id ?? "";
    }
    if (event.target.matches("[data-refresh]")) returning = "";
  });

  // From a conflict, the form that was overtaken has done its work.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.closest("[data-conflict]")) return;
    const place = event.target.closest("[data-conflict]").querySelector("[name=place]")?.value;
    document.querySelector(`#property-${place} [data-edit-form]`)?.removeAttribute("data-edit-form");
  });

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target.id === "toasts") return;
    const fresh = fragment.firstElementChild ?? fragment;
    if (isTypedInto(target) || bare(target).isEqualNode(bare(fresh))) event.detail.shouldSwap = false;
  });

  const firstField = (form) =>
    form?.querySelector("[autofocus], input:checked:not([type=hidden])") ?? form?.querySelector("input:not([type=hidden]), select, textarea");

  // Into the form that was opened; back to the value that was changed or left; or to the first field that is wrong.
  // Only once all is settled: before, htmx does not know the new links yet, and Enter would leave the page.
  document.addEventListener("htmx:afterSettle", (event) => {
    const asked = event.detail.requestConfig?.elt;
    if (asked?.matches("[data-edit]")) {
      const opened = document.getElementById(event.detail.target.id);
      (firstField(opened?.querySelector("[data-edit-form]")) ?? opened?.querySelector("[data-edit-menu] :is(a, button)"))?.focus();
      return;
    }
    if (asked?.matches("[data-cancel]")) {
      document.getElementById(event.detail.target.id)?.querySelector("[data-edit]")?.focus();
      return;
    }
    const conflict = document.querySelector("#conflict [data-conflict]");
    if (conflict && !conflict.contains(document.activeElement)) conflict.focus();
    if (!sending || conflict) return;
    if (document.activeElement && document.activeElement !== document.body) return;
    const wrong = document.querySelector(".ticket [data-edit-form] [autofocus]");
    const nearby = around && document.querySelector(`#${around} :is(a, button, summary)`);
    (wrong ?? document.getElementById(returning) ?? nearby)?.focus();
  });

  // Escape leaves the form, and the value is as it was.
  document.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest(".ticket :is([data-edit-form], [data-edit-menu])");
    if (!form) return;
    event.preventDefault();
    // Who is faster than htmx settles would follow the link to another page.
    htmx.process(form);
    form.querySelector("[data-cancel]")?.click();
  });
})();
