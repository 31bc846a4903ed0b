// The fields of a slip that people fill in: read from the form, written to it, compared, and put into what is sent.
// As values: {findings, observations, work_type, travel_minutes,
//   supplies: [{quantity, unit, designation, reference, item}]}.
const PLAIN = ["findings", "observations", "work_type", "travel_minutes"];
const COLUMNS = ["quantity", "unit", "designation", "reference", "item"];
export const NAMES = [...PLAIN, "supplies"];

const rows = (form) => [...form.querySelectorAll("[data-supply]")];
const cell = (row, column) => row.querySelector(`[name="supply_${column}"]`);

export const read = (form) => {
  const values = Object.fromEntries(PLAIN.map((name) => [name, form.elements[name]?.value ?? ""]));
  values.supplies = rows(form)
    .map((row) => Object.fromEntries(COLUMNS.map((column) => [column, cell(row, column)?.value ?? ""])))
    .filter((line) => line.designation.trim() || line.quantity.trim() || line.reference.trim());
  return values;
};

// A row for each line, and always an empty one where nothing is left there yet.
const writeSupplies = (form, lines) => {
  const place = form.querySelector("[data-supplies]");
  const template = form.querySelector("template[data-supply-row]");
  if (!place || !template) return;
  place.replaceChildren(...(lines.length ? lines : [{}]).map((line) => {
    const row = template.content.firstElementChild.cloneNode(true);
    for (const column of COLUMNS) if (cell(row, column)) cell(row, column).value = line[column] ?? "";
    return row;
  }));
  place.dispatchEvent(new CustomEvent("slip:rows", { bubbles: true }));
};

export const write = (form, values, names = NAMES) => {
  for (const name of names) {
    if (name === "supplies") writeSupplies(form, values.supplies ?? []);
    else if (form.elements[name]) form.elements[name].value = values[name] ?? "";
  }
};

const text = (value) => String(value ?? "").replace(/\r\n?/g, "\n").trim();
// 0,5 is 0.5 is 0.50: as the server writes it.
const amount = (value) => {
  const plain = text(value).replace(/\s/g, "").replace(",", ".");
  return /^\d*\.?\d+$/.test(plain) ? String(Number(plain)) : plain;
};
// A line without a quantity is one.
const line = ({ quantity, unit, designation, reference }) => ({
  quantity: amount(quantity) || "1", unit: text(unit), designation: text(designation), reference: text(reference),
});
export const plain = (values, name) => {
  if (name === "supplies") return JSON.stringify((values.supplies ?? []).map(line));
  return name === "travel_minutes" ? amount(values[name]) || "0" : text(values[name]);
};

// The first line of supplies that says how much and not of what, or an amount that is none: its input, or nothing.
export const missing = (form) => {
  for (const row of rows(form)) {
    const [quantity, designation] = ["quantity", "designation"].map((column) => cell(row, column));
    if (!designation.value.trim() && (quantity.value.trim() || cell(row, "reference")?.value.trim())) return designation;
    if (designation.value.trim() && quantity.value.trim() && !(Number(amount(quantity.value)) > 0)) return quantity;
  }
  return null;
};

export const differ = (one, other, names = NAMES) => names.filter((name) => plain(one, name) !== plain(other, name));

// Lines of supplies for people to read.
export const inWords = (values) => (values.supplies ?? []).map(({ quantity, unit, designation, reference }) =>
  [quantity || "1", unit, designation, reference && `(${reference})`].filter(Boolean).join(" ")).join("\n");

export const seenPairs = ({ revision, values }) =>
  [["seen", String(revision || 0)], ...NAMES.map((name) => [`seen_${name}`, plain(values, name)])];

// What a save sends: the values, and for each what they were typed on top of.
export const encoded = ({ values, seen }) => {
  const pairs = PLAIN.map((name) => [name, values[name] ?? ""]);
  for (const supply of values.supplies ?? []) {
    for (const column of COLUMNS) pairs.push([`supply_${column}`, String(supply[column] ?? "")]);
  }
  return [...pairs, ...seenPairs(seen)];
};
