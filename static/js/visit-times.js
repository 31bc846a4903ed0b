// The end of a visit follows its start, so that it stays as long as it was.
(() => {
  const MINUTE = 60000;
  // Read as UTC on purpose: the length on the wall is kept, whatever the zone of the browser.
  const read = (input) => Date.parse(`${input.value}Z`);
  const write = (input, at) => { input.value = new Date(at).toISOString().slice(0, 16); };

  document.addEventListener("DOMContentLoaded", () => {
    for (const times of document.querySelectorAll("[data-visit-times]")) {
      const [start, end] = times.querySelectorAll("input[type=datetime-local]");
      let length = read(end) - read(start);
      end.addEventListener("change", () => { length = read(end) - read(start); });
      start.addEventListener("change", () => {
        if (length >= MINUTE && !Number.isNaN(read(start))) write(end, read(start) + length);
      });
    }
  });
})();
