// A photo is made small on the phone before it is kept and sent: no side longer than 1600 px, as JPEG, the right way
// up, and without what the camera wrote into it (where it was taken, with which phone).
const LONGEST = 1600;
const QUALITY = 0.8;

export const shrunk = async (file) => {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  // What is transparent would turn black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((made) => canvas.toBlob(made, "image/jpeg", QUALITY));
  const name = `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;
  return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
};

// The security policy shows pictures of this origin and data: addresses, no blob: ones.
export const dataUrl = (blob) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(blob);
});

const figure = (input) => {
  const found = input.form.querySelector("[data-photo-preview]");
  if (found) return found;
  const made = document.createElement("img");
  made.dataset.photoPreview = "";
  made.className = "photo-preview";
  made.alt = "";
  (input.closest(".field") ?? input).append(made);
  return made;
};

const show = async (input, file) => {
  const preview = figure(input);
  preview.hidden = !file;
  if (file) preview.src = await dataUrl(file);
};

// As if it had been chosen; the browser keeps no file over a reload.
export const put = async (input, file) => {
  const carrier = new DataTransfer();
  carrier.items.add(file);
  input.files = carrier.files;
  const { taken_at: taken } = input.form.elements;
  if (taken) taken.value = new Date(file.lastModified).toISOString();
  await show(input, file);
};

// `says` of the page tells whoever chose something that is no picture, or that this phone cannot read.
export const connectPhoto = (input, says) => {
  const { form } = input;
  const fault = document.createElement("p");
  fault.className = "field-error";
  fault.setAttribute("role", "alert");

  input.addEventListener("change", async () => {
    fault.remove();
    const [file] = input.files;
    if (!file) return show(input, null);
    try {
      await put(input, await shrunk(file));
      form.dispatchEvent(new CustomEvent("slip:photo", { bubbles: true }));
      form.elements.caption?.focus();
    } catch {
      input.value = "";
      fault.textContent = says.noPicture;
      input.after(fault);
    }
  });
  form.addEventListener("slip:restored", ({ detail }) => {
    const [, file] = detail?.find(([name]) => name === input.name) ?? [];
    if (file) put(input, file);
  });
  form.addEventListener("reset", () => show(input, null));
};
