// A [data-paint] week is painted over its seven lines of text, which stay what is sent. Exact minutes are kept:
// a stroke takes or gives half hours, the rest of the day stays as it is written.
(() => {
  const DAY = 1440, STEP = 30, SLOTS = DAY / STEP;
  const TIME = /^(\d{1,2})\s*(?:[:h.]\s*(\d{2})?)?$/i;
  const CLOSED = /^(?:|closed|ferm[ée]e?|[-–—])$/i;
  const ALL_DAY = /^24\s*h(?:\s*\/\s*24)?$/i;

  const minutes = (text) => {
    const found = TIME.exec(text.trim());
    const at = found ? Number(found[1]) * 60 + Number(found[2] || 0) : NaN;
    return at <= DAY ? at : NaN;
  };

  // Text to [from, until) in minutes; until may lie after midnight. Null where it cannot be read.
  const parse = (text) => {
    const trimmed = text.trim();
    if (CLOSED.test(trimmed)) return [];
    if (ALL_DAY.test(trimmed)) return [[0, DAY]];
    const ranges = trimmed.split(/[,;+]|\bet\b|\band\b/).filter((piece) => piece.trim()).map((piece) => {
      const [from, until, more] = piece.split(/[-–—]|\bà\b|\bto\b/).map(minutes);
      return more === undefined ? [from, until > from ? until : until + DAY] : [NaN, NaN];
    });
    return ranges.flat().some(Number.isNaN) ? null : ranges;
  };

  const clock = (at) => `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`;

  const united = (ranges) => {
    const merged = [];
    for (const [from, until] of ranges.filter(([a, b]) => b > a).sort((a, b) => a[0] - b[0])) {
      const last = merged.at(-1);
      if (last && from <= last[1]) last[1] = Math.max(last[1], until);
      else merged.push([from, until]);
    }
    return merged;
  };

  const without = (ranges, [from, until]) =>
    united(ranges.flatMap(([a, b]) => [[a, Math.min(b, from)], [Math.max(a, until), b]]));

  // Seven texts to seven lists that end at midnight: what lies after it belongs to the next day.
  const read = (texts) => {
    const week = texts.map(() => []);
    texts.map(parse).forEach((ranges, day) => {
      for (const [from, until] of ranges || []) {
        week[day].push([from, Math.min(until, DAY)]);
        if (until > DAY) week[(day + 1) % 7].push([0, until - DAY]);
      }
    });
    return week.map(united);
  };

  // And back: an evening that goes on in the night is one range of its day, as people write it.
  const write = (week) => {
    const days = week.map((ranges) => ranges.map((range) => [...range]));
    week.forEach((ranges, day) => {
      const last = days[day].at(-1), next = days[(day + 1) % 7], first = next[0];
      const goesOn = last && first && last[1] === DAY && first[0] === 0 && last[0] > 0;
      if (!goesOn || first[1] > DAY / 2 || first[1] > last[0]) return;
      last[1] = first[1];
      next.shift();
    });
    return days.map((ranges) => ranges.map(([from, until]) => `${clock(from)}-${clock(until)}`).join(", "));
  };

  const begin = (card) => {
    const inputs = [...card.querySelectorAll("[data-paint-text]")];
    const strips = [...card.querySelectorAll("[data-paint-strip]")];
    const board = card.querySelector("[data-paint-board]");
    const rows = card.querySelector(".paint");
    const status = card.querySelector("[data-paint-status]");
    const sum = card.querySelector("[data-paint-sum]");
    const names = inputs.map((input) => input.labels[0].textContent.trim());
    let brush = "open", cursor = [0, 18], stroke = null;
    const ONCE_PAINTED = ["board", "hint", "brushes", "help", "sum", "scale"].map((part) => `[data-paint-${part}]`);
    for (const part of card.querySelectorAll(ONCE_PAINTED.join())) part.hidden = false;
    board.append(card.querySelector("[data-paint-scale]"), rows);

    const week = () => read(inputs.map((input) => input.value));

    const bar = (kind, from, until) => {
      const made = document.createElement("span");
      made.dataset.bar = kind;
      made.style.insetInlineStart = `${(from / DAY) * 100}%`;
      made.style.inlineSize = `${((until - from) / DAY) * 100}%`;
      return made;
    };

    const draw = () => {
      const days = week();
      days.forEach((ranges, day) => {
        const bars = ranges.map(([from, until]) => bar("open", from, until));
        if (stroke && stroke.day === day) bars.push(bar(brush === "open" ? "opening" : "closing", ...stroke.span));
        if (document.activeElement === board && cursor[0] === day) {
          bars.push(bar("cursor", cursor[1] * STEP, (cursor[1] + 1) * STEP));
        }
        strips[day].replaceChildren(...bars);
        inputs[day].closest("li").toggleAttribute("data-unread", parse(inputs[day].value) === null);
      });
      const open = days.flat().reduce((total, [from, until]) => total + until - from, 0);
      const time = `${Math.floor(open / 60)} h${open % 60 ? ` ${String(open % 60).padStart(2, "0")}` : ""}`;
      sum.textContent = sum.dataset.words.replace("{time}", time);
    };

    const say = (day, [from, until]) => {
      const isOpen = week()[day].some(([a, b]) => a <= from && until <= b);
      const state = isOpen ? card.dataset.openWord : card.dataset.closedWord;
      status.textContent = `${names[day]} ${clock(from)}–${clock(until)}: ${state}`;
    };

    const paint = (day, span) => {
      const days = week();
      days[day] = brush === "open" ? united([...days[day], span]) : without(days[day], span);
      write(days).forEach((text, number) => {
        // What means the same stays as it was typed; what cannot be read is not painted over.
        const input = inputs[number];
        const isPainted = number === day || parse(input.value) !== null;
        if (isPainted && JSON.stringify(parse(input.value)) !== JSON.stringify(parse(text))) input.value = text;
      });
      draw();
      say(day, span);
      inputs[day].dispatchEvent(new Event("change", { bubbles: true }));
    };

    const choose = (name) => {
      brush = name;
      for (const button of card.querySelectorAll("[data-brush]")) {
        button.setAttribute("aria-pressed", String(button.dataset.brush === name));
      }
    };

    const slotAt = (strip, x) => {
      const box = strip.getBoundingClientRect();
      return Math.min(Math.max(Math.floor(((x - box.left) / box.width) * SLOTS), 0), SLOTS - 1);
    };

    const spanOf = (one, other) => [Math.min(one, other) * STEP, (Math.max(one, other) + 1) * STEP];

    strips.forEach((strip, day) => {
      strip.addEventListener("pointerdown", (event) => {
        if (event.button) return;
        event.preventDefault();
        strip.setPointerCapture(event.pointerId);
        const slot = slotAt(strip, event.clientX);
        stroke = { day, slot, span: spanOf(slot, slot) };
        draw();
      });
      strip.addEventListener("pointermove", (event) => {
        if (!stroke || stroke.day !== day) return;
        stroke.span = spanOf(stroke.slot, slotAt(strip, event.clientX));
        status.textContent = `${names[day]} ${clock(stroke.span[0])}–${clock(stroke.span[1])}`;
        strip.title = status.textContent;
        draw();
      });
      strip.addEventListener("pointerup", () => {
        if (!stroke) return;
        const { span } = stroke;
        stroke = null;
        paint(day, span);
      });
      strip.addEventListener("pointercancel", () => {
        stroke = null;
        draw();
      });
    });

    const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

    board.addEventListener("keydown", (event) => {
      if (event.target !== board || event.ctrlKey || event.metaKey || event.altKey) return;
      const [day, slot] = cursor;
      const move = STEPS[event.key];
      if (move) {
        cursor = [Math.min(Math.max(day + move[0], 0), 6), Math.min(Math.max(slot + move[1], 0), SLOTS - 1)];
        if (event.shiftKey) paint(cursor[0], spanOf(move[1] ? slot : cursor[1], cursor[1]));
        else say(cursor[0], spanOf(cursor[1], cursor[1]));
      } else if (event.key === " ") paint(day, spanOf(slot, slot));
      else if (event.key === "Home" || event.key === "End") cursor = [day, event.key === "Home" ? 0 : SLOTS - 1];
      else if ("oO".includes(event.key)) choose("open");
      else if ("fF".includes(event.key)) choose("close");
      else return;
      event.preventDefault();
      event.stopPropagation();
      draw();
    });
    for (const turn of ["focus", "blur"]) board.addEventListener(turn, draw);
    for (const button of card.querySelectorAll("[data-brush]")) {
      button.addEventListener("click", () => choose(button.dataset.brush));
    }
    for (const input of inputs) input.addEventListener("input", draw);
    draw();
  };

  const beginAll = (root) => {
    for (const card of root.querySelectorAll("[data-paint]:not([data-painting])")) {
      card.dataset.painting = "";
      begin(card);
    }
  };

  document.addEventListener("DOMContentLoaded", () => beginAll(document));
  document.addEventListener("htmx:load", () => beginAll(document));
})();
