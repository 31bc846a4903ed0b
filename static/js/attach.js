// Files of a form[data-attach]: chosen by button, pasted or dropped; what does not fit is named and left out.
(() => {
  const files = new WeakMap();
  const panel = (form) => form.querySelector("[data-files]");
  const input = (form) => form.querySelector("input[type=file]");
  const size = (bytes) => {
    const [amount, unit] = bytes < 1024 ** 2 ? [Math.max(bytes / 1024, 0.1), "kilobyte"] : [bytes / 1024 ** 2, "megabyte"];
    const style = { style: "unit", unit, maximumFractionDigits: 1 };
    return new Intl.NumberFormat(document.documentElement.lang, style).format(amount);
  };

  const fault = (file, count, limits) => {
    if (!file.size) return limits.saysEmpty;
    if (file.size > Number(limits.mostBytes)) return limits.saysLarge;
    if (limits.programs.split(" ").includes(file.name.slice(file.name.lastIndexOf(".")).toLowerCase())) return limits.saysProgram;
    return count >= Number(limits.most) ? limits.saysMany : "";
  };

  const drawn = (form, file) => {
    const line = document.createElement("li");
    line.className = "composer-file";
    if (/^image\/(png|jpeg|gif|webp)$/.test(file.type)) {
      const picture = document.createElement("img");
      picture.alt = "";
      const reader = new FileReader();
      reader.addEventListener("load", () => { picture.src = reader.result; });
      reader.readAsDataURL(file);
      line.append(picture);
    }
    const name = document.createElement("span");
    name.textContent = file.name;
    const weight = document.createElement("small");
    weight.textContent = size(file.size);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button button-small button-quiet button-icon";
    remove.setAttribute("aria-label", `${panel(form).dataset.saysRemove} ${file.name}`);
    remove.textContent = "×";
    remove.addEventListener("click", () => {
      keep(form, (files.get(form) || []).filter((other) => other !== file));
      form.querySelector("[data-attach-open]").focus();
    });
    line.append(name, weight, remove);
    return line;
  };

  const keep = (form, chosen) => {
    files.set(form, chosen);
    const carrier = new DataTransfer();
    for (const file of chosen) carrier.items.add(file);
    input(form).files = carrier.files;
    const list = form.querySelector("[data-files-list]");
    list.hidden = !chosen.length;
    list.replaceChildren(...chosen.map((file) => drawn(form, file)));
  };

  const add = (form, given) => {
    const limits = panel(form).dataset;
    const chosen = [...(files.get(form) || [])];
    const refused = [];
    for (const file of given) {
      const why = fault(file, chosen.length, limits);
      if (why) refused.push(why.replace("{name}", file.name).replace("{size}", size(file.size)));
      else chosen.push(file);
    }
    keep(form, chosen);
    form.querySelector("[data-files-refused]").replaceChildren(...refused.map((sentence) => {
      const line = document.createElement("p");
      line.className = "field-error";
      line.textContent = sentence;
      return line;
    }));
  };

  // A picture pasted from the screen has no name of its own.
  const named = (file, number) => (file.name && file.name !== "image.png"
    ? file : new File([file], `image-${Date.now()}-${number + 1}.png`, { type: file.type }));

  const target = (event) => event.target.closest?.("form[data-attach]:has([data-files])");

  document.addEventListener("change", (event) => {
    const form = target(event);
    if (form && event.target === input(form)) add(form, [...event.target.files].filter((file) => !(files.get(form) || []).includes(file)));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-attach-open]");
    if (button) input(button.form).click();
  });
  document.addEventListener("paste", (event) => {
    const form = target(event);
    const pasted = [...(event.clipboardData?.files || [])];
    if (!form || !pasted.length) return;
    event.preventDefault();
    add(form, pasted.map(named));
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const form = target(event);
      if (!form || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.toggleAttribute("data-dropping", kind === "dragover");
      if (kind === "drop") add(form, [...event.dataTransfer.files]);
    });
  }
  document.addEventListener("reset", (event) => {
    if (event.target.matches("form[data-attach]:has([data-files])")) setTimeout(add, 0, event.target, []);
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-attach-open]")) button.hidden = false;
  });
})();
