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

const figure = (form) => {
  const found = form.querySelector("[data-photo-preview]");
  if (found) return found;
  const made = document.createElement("img");
  made.dataset.photoPreview = "";
  made.className = "photo-preview";
  made.alt = "";
  form.elements.photo.closest(".field, label, p")?.after(made);
  return made;
};

const show = async (form, file) => {
  const preview = figure(form);
  preview.hidden = !file;
  if (file) preview.src = await dataUrl(file);
};

export const put = async (form, file) => {
  const carrier = new DataTransfer();
  carrier.items.add(file);
  form.elements.photo.files = carrier.files;
  if (form.elements.taken_at) form.elements.taken_at.value = new Date(file.lastModified).toISOString();
  await show(form, file);
};

// `says` of the page tells whoever chose something that is no picture, or that this phone cannot read.
export const connectPhotos = (form, says) => {
  const input = form.elements.photo;
  const fault = document.createElement("p");
  fault.className = "field-error";
  fault.setAttribute("role", "alert");

  input.addEventListener("change", async () => {
    fault.remove();
    const [file] = input.files;
    if (!file) return show(form, null);
    try {
      await put(form, await shrunk(file));
      form.dispatchEvent(new CustomEvent("slip:photo", { bubbles: true }));
      form.elements.caption?.focus();
    } catch {
      input.value = "";
      fault.textContent = says.noPicture;
      input.after(fault);
    }
  });
  form.addEventListener("reset", () => show(form, null));
};
