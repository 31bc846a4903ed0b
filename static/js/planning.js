// A visit on the planning is dragged, stretched by its edge, or moved with the arrows: it is drawn where it would be, sent
// when it is dropped or confirmed, and put back where the server refuses. What waits is dragged onto a day. Without
// this script every visit has a page with forms.
(() => {
  const MINUTE = 60000, STEP = 15 * MINUTE, THRESHOLD = 5;
  // In a week an edge has no scale: so many pixels are a quarter of an hour.
  const PIXELS = 8;
  let moved = null, sent = null, drag = null, last = null, placing = false;

  const board = () => document.querySelector("[data-planning]");
  const isDay = () => board().dataset.planning === "day";
  const cells = () => [...board().querySelectorAll("[data-cell]")];
  const listOf = (cell) => (cell.matches("[data-visits]") ? cell : cell.querySelector("[data-visits]"));
  const startOf = (cell) => Date.parse(cell.dataset.start);
  const endOf = (cell) => Date.parse(cell.dataset.end);
  const iso = (at) => new Date(at).toISOString();
  const snapped = (at) => Math.round(at / STEP) * STEP;
  // Heard in any case; what nothing else on the page shows is seen as well.
  const say = (text, isSeen = false) => {
    const said = document.getElementById("planning-said");
    said.textContent = text;
    said.classList.toggle("visually-hidden", !isSeen);
  };
  const words = () => document.getElementById("planning-said").dataset;

  // Minutes since midnight on the reader's clock.
  const wall = (at) => {
    const written = new Intl.DateTimeFormat("en-GB", { timeZone: board().dataset.zone, hour: "2-digit", minute: "2-digit" });
    const [hours, minutes] = written.format(at).split(":").map(Number);
    return (hours % 24) * 60 + minutes;
  };
  const clock = (at) => `${Math.floor(wall(at) / 60)}:${String(wall(at) % 60).padStart(2, "0")}`;
  const dayOf = (at) =>
    new Intl.DateTimeFormat(document.documentElement.lang, {
      timeZone: board().dataset.zone, weekday: "long", day: "numeric", month: "long",
    }).format(at);

  // The instant at which the reader's clock shows so many minutes, on a day of 23, 24 or 25 hours.
  const onDay = (midnight, minutes) => {
    const at = midnight + minutes * MINUTE;
    return at + (minutes - wall(at)) * MINUTE;
  };

  const cellOf = (technician, at) => {
    const theirs = cells().filter((cell) => cell.dataset.technician === technician);
    return theirs.find((cell) => startOf(cell) <= at && at < endOf(cell)) ?? (isDay() ? theirs[0] : undefined);
  };

  const begin = (visit) => {
    if (moved?.visit === visit) return;
    if (moved) takeBack();
    const box = visit.closest("li, foreignObject"), times = visit.querySelector("[data-times]");
    const place = { start: Date.parse(visit.dataset.starts), end: Date.parse(visit.dataset.ends), technician: visit.dataset.technician };
    const was = { ...place, parent: box.parentNode, next: box.nextSibling, text: times.textContent, attributes: {} };
    for (const name of ["x", "y", "width", "height"]) was.attributes[name] = box.getAttribute(name);
    moved = { visit, box, times, was, ...place };
    visit.toggleAttribute("data-pending", true);
  };

  // What is taken out of the page and put in elsewhere loses the focus.
  const put = (box, parent, next) => {
    if (box.parentNode === parent && next === undefined) return;
    const focused = box.contains(document.activeElement) ? document.activeElement : null;
    placing = true;
    parent.insertBefore(box, next?.parentNode === parent ? next : null);
    focused?.focus({ preventScroll: true });
    placing = false;
  };

  const draw = () => {
    const { box, times, start, end, technician } = moved;
    const cell = cellOf(technician, start);
    if (!cell) return;
    put(box, listOf(cell));
    times.textContent = `${clock(start)} – ${clock(end)}`;
    if (!isDay()) return;
    const share = (at) => (Math.min(Math.max((at - startOf(cell)) / (endOf(cell) - startOf(cell)), 0), 1)) * 100;
    const drawn = { x: "0%", y: `${share(start)}%`, width: "100%", height: `${share(end) - share(start)}%` };
    for (const [name, value] of Object.entries(drawn)) box.setAttribute(name, value);
  };

  const announce = () => {
    const name = cellOf(moved.technician, moved.start)?.dataset.name ?? "";
    say(`${dayOf(moved.start)}, ${clock(moved.start)} – ${clock(moved.end)}, ${name}. ${words().confirm}`);
  };

  const restore = ({ visit, box, times, was }) => {
    visit.removeAttribute("data-pending");
    visit.removeAttribute("aria-busy");
    times.textContent = was.text;
    for (const [name, value] of Object.entries(was.attributes)) if (value) box.setAttribute(name, value);
    put(box, was.parent, was.next);
  };

  const takeBack = () => {
    const taken = moved;
    moved = null;
    if (taken) restore(taken);
  };

  const isElsewhere = ({ was, start, end, technician }) =>
    start !== was.start || end !== was.end || technician !== was.technician;

  const send = () => {
    if (!isElsewhere(moved)) return takeBack();
    const { visit, was, start, end, technician } = moved;
    const form = document.getElementById("planning-move");
    const crew = visit.dataset.crew.split(",").map((key) => (key === was.technician ? technician : key));
    const values = {
      starts_at: iso(start), ends_at: iso(end), technicians: [...new Set(crew)],
      seen: visit.dataset.seen, back: form.dataset.back,
    };
    visit.setAttribute("aria-busy", "true");
    say(words().sent);
    sent = moved;
    last = { visit: visit.dataset.visit, technician };
    moved = null;
    const answer = { target: "#planning", select: "#planning", swap: "outerHTML" };
    // What became of it is told by the events below.
    htmx.ajax("POST", visit.dataset.move, { source: form, values, ...answer }).catch(() => {});
  };

  const shift = (by) => {
    moved.start += by;
    moved.end += by;
  };

  const stretch = (by) => { moved.end = Math.max(moved.end + by, moved.start + STEP); };

  const toCell = (cell) => {
    if (!cell) return;
    if (!isDay()) shift(onDay(startOf(cell), wall(moved.start)) - moved.start);
    moved.technician = cell.dataset.technician;
  };

  const beside = (step) => {
    const row = cells().filter((cell) => isDay() || cell.dataset.technician === moved.technician);
    toCell(row[row.indexOf(cellOf(moved.technician, moved.start)) + step]);
  };

  const above = (step) => {
    const here = cellOf(moved.technician, moved.start);
    const column = here && !isDay() ? cells().filter((cell) => cell.dataset.start === here.dataset.start) : [];
    toCell(column[column.indexOf(here) + step]);
  };

  const acts = {
    ArrowUp: () => shift(-STEP), ArrowDown: () => shift(STEP),
    ArrowLeft: () => beside(-1), ArrowRight: () => beside(1),
    PageUp: () => above(-1), PageDown: () => above(1),
  };
  const stretches = { ArrowUp: -STEP, ArrowLeft: -STEP, ArrowDown: STEP, ArrowRight: STEP };

  document.addEventListener("keydown", (event) => {
    const visit = event.target.closest?.(".visit[data-movable]");
    if (!visit || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey && stretches[event.key], act = !event.shiftKey && acts[event.key];
    const isPending = moved?.visit === visit;
    if (!by && !act && !(isPending && ["Enter", "Escape"].includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    if (sent) return;
    if (event.key === "Enter") send();
    else if (event.key === "Escape") {
      takeBack();
      say(words().back);
    } else {
      begin(visit);
      if (by) stretch(by);
      else act();
      draw();
      announce();
    }
  });

  // Who goes on elsewhere has not confirmed it.
  document.addEventListener("focusout", (event) => {
    if (!moved || drag || placing || event.target !== moved.visit) return;
    setTimeout(() => {
      if (!moved || document.activeElement === moved.visit) return;
      takeBack();
      say(words().back);
    });
  });

  const cellAt = ({ clientX, clientY }) =>
    document.elementsFromPoint(clientX, clientY).map((element) => element.closest("[data-planning] [data-cell]")).find(Boolean);

  const instantAt = (cell, y) => {
    const { top, height } = cell.getBoundingClientRect();
    return startOf(cell) + ((y - top) / height) * (endOf(cell) - startOf(cell));
  };

  const overCell = (cell) => {
    for (const other of cells()) other.toggleAttribute("data-over", other === cell);
  };

  const dragVisit = (event) => {
    const cell = cellAt(event);
    if (drag.edge) {
      const column = isDay() && cellOf(moved.technician, moved.start);
      const rows = Math.round((event.clientY - drag.y) / PIXELS);
      stretch((column ? snapped(instantAt(column, event.clientY)) : moved.was.end + rows * STEP) - moved.end);
    } else if (cell) {
      if (isDay()) shift(snapped(instantAt(cell, event.clientY) - drag.grip) - moved.start);
      else shift(onDay(startOf(cell), wall(moved.was.start)) - moved.start);
      moved.technician = cell.dataset.technician;
    }
    draw();
  };

  const dragTodo = (event) => {
    drag.ghost.style.left = `${event.clientX + 8}px`;
    drag.ghost.style.top = `${event.clientY + 8}px`;
    overCell(cellAt(event));
  };

  const startDrag = () => {
    drag.started = true;
    document.documentElement.dataset.dragging = "";
    if (drag.visit) {
      begin(drag.visit);
      // How far into the visit it was taken hold of: it may have begun the day before.
      drag.grip = isDay() ? instantAt(drag.visit.closest("[data-cell]"), drag.y) - moved.start : 0;
      return;
    }
    drag.ghost = drag.todo.cloneNode(true);
    drag.ghost.classList.add("plan-ghost");
    drag.ghost.removeAttribute("data-todo");
    document.body.append(drag.ghost);
  };

  const endDrag = () => {
    drag?.ghost?.remove();
    drag = null;
    delete document.documentElement.dataset.dragging;
    overCell(null);
  };

  const plan = (todo, cell, event) => {
    const url = new URL(cell.dataset.plan, location.href);
    url.searchParams.set("ticket", todo.dataset.todo);
    if (isDay()) url.searchParams.set("start", iso(snapped(instantAt(cell, event.clientY))));
    location.assign(url);
  };

  document.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch" || sent || !board()) return;
    const visit = event.target.closest(".visit[data-movable]");
    const todo = event.target.closest("button") ? null : event.target.closest("[data-todo]");
    if (!visit && !todo) return;
    drag = { visit, todo, edge: event.target.matches("[data-edge]"), x: event.clientX, y: event.clientY };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.started && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < THRESHOLD) return;
    if (!drag.started) startDrag();
    if (drag.visit) dragVisit(event);
    else dragTodo(event);
  });

  document.addEventListener("pointerup", (event) => {
    const dropped = drag;
    endDrag();
    if (!dropped?.started) return;
    // The click that follows would open the page of what was dragged.
    const swallow = (click) => {
      click.preventDefault();
      click.stopPropagation();
    };
    document.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }));
    const cell = cellAt(event);
    if (dropped.visit && (cell || dropped.edge)) send();
    else if (dropped.visit) takeBack();
    else if (cell) plan(dropped.todo, cell, event);
  });

  document.addEventListener("pointercancel", () => {
    if (drag?.visit && drag.started) takeBack();
    endDrag();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag?.started) return;
    takeBack();
    endDrag();
  });

  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("[data-movable], [data-todo]")) event.preventDefault();
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    // What htmx shows it takes for a success, and it shows a refusal, too.
    const successful = event.detail.successful && event.detail.xhr.status < 400;
    if (successful && event.target.closest("#clash")) document.getElementById("clash").close();
    if (event.target.id !== "planning-move" || !sent) return;
    if (!successful) {
      restore(sent);
      if (event.detail.xhr.status) say("");
    }
    sent = null;
  });

  document.addEventListener("htmx:sendError", (event) => {
    if (event.target.closest("#planning-move, #clash, [data-undo]")) say(words().lost, true);
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id === "clash" && !document.getElementById("clash").open) document.getElementById("clash").showModal();
    if (event.detail.target.id !== "planning" || !last) return;
    const shown = [...document.querySelectorAll(`[data-visit="${last.visit}"]`)];
    (shown.find((visit) => visit.dataset.technician === last.technician) ?? shown[0])?.focus({ preventScroll: true });
    say(document.querySelector("[data-undo] > span")?.textContent ?? "");
  });
})();
