// Lines of supplies: one more, one less; what the catalogue has is suggested, without network too.
import { keepList, list } from "./slip-store.js";

const LONGEST = 500;

// Each row says which it is to who hears the page, and a row is never taken away without one being left.
const number = (place) => {
  place.querySelectorAll("[data-supply]").forEach((row, index) => {
    for (const label of row.querySelectorAll("[data-says]")) {
      const said = label.dataset.says.replace("{number}", index + 1);
      if (label.matches("button")) label.setAttribute("aria-label", said);
      else label.textContent = said;
    }
    for (const input of row.querySelectorAll("[name^=supply_]")) {
      input.id = `${input.name}_${index + 1}`;
      const label = row.querySelector(`label[data-for="${input.name}"]`);
      if (label) label.htmlFor = input.id;
    }
  });
};

const suggestions = (items) => {
  const found = document.createElement("datalist");
  found.id = "catalogue-items";
  found.append(...items.slice(0, LONGEST).map(({ designation, reference, unit }) =>
    new Option([reference, unit].filter(Boolean).join(" · "), designation)));
  return found;
};

// What has a name in the catalogue brings its reference and unit; what was corrected by hand is free again.
const complete = (row, items) => {
  const part = (name) => row.querySelector(`[name="supply_${name}"]`);
  const item = items.find(({ designation }) => designation === part("designation").value);
  if (part("item")) part("item").value = item?.pk ?? "";
  if (!item) return;
  for (const name of ["unit", "reference"]) if (part(name) && !part(name).value) part(name).value = item[name] ?? "";
};

const catalogue = async (url) => {
  const answer = url && await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok && !answer.redirected) {
    const { items } = await answer.json();
    await keepList("catalogue", items);
  }
  return (await list("catalogue")) ?? [];
};

export const connectSupplies = async (form) => {
  const place = form.querySelector("[data-supplies]");
  const template = form.querySelector("template[data-supply-row]");
  if (!place || !template) return;
  const typed = () => place.dispatchEvent(new Event("input", { bubbles: true }));

  form.addEventListener("click", (event) => {
    const remove = event.target.closest("[data-supply-remove]");
    if (event.target.closest("[data-supply-add]")) {
      place.append(template.content.firstElementChild.cloneNode(true));
      place.lastElementChild.querySelector("input").focus();
    } else if (remove) {
      remove.closest("[data-supply]").remove();
      if (!place.querySelector("[data-supply]")) place.append(template.content.firstElementChild.cloneNode(true));
      form.querySelector("[data-supply-add]").focus();
    } else return;
    number(place);
    typed();
  });
  place.addEventListener("slip:rows", () => number(place));
  for (const button of form.querySelectorAll("[data-supply-add], [data-supply-remove]")) button.hidden = false;
  for (const button of template.content.querySelectorAll("[data-supply-remove]")) button.hidden = false;
  number(place);

  const items = await catalogue(place.dataset.catalogue);
  const offered = suggestions(items);
  form.append(offered);
  place.addEventListener("focusin", ({ target }) => {
    if (target.matches("[name=supply_designation]")) target.setAttribute("list", offered.id);
  });
  place.addEventListener("change", (event) => {
    if (!event.target.matches("[name=supply_designation]")) return;
    complete(event.target.closest("[data-supply]"), items);
    typed();
  });
};
