// A [data-pad] to sign on: strokes of a finger, a pen or a mouse, drawn smoothly on its canvas and kept as
// [[[x, y], …], …] in a field of 600 × 220 in the input named "strokes" of its form, whatever the size of the glass.
const WIDTH = 600;
const HEIGHT = 220;
const THICKNESS = 2.6;

const strokesOf = (input) => {
  try {
    return JSON.parse(input.value || "[]");
  } catch {
    return [];
  }
};

// Through the middles between points, each point pulling the curve to itself: no corners.
export const draw = (context, stroke) => {
  const [first, ...rest] = stroke;
  context.beginPath();
  context.moveTo(...first);
  if (!rest.length) context.lineTo(first[0] + 0.01, first[1]);
  rest.forEach(([x, y], index) => {
    const next = rest[index + 1];
    if (next) context.quadraticCurveTo(x, y, (x + next[0]) / 2, (y + next[1]) / 2);
    else context.lineTo(x, y);
  });
  context.stroke();
};

const connect = (pad) => {
  const canvas = pad.querySelector("canvas");
  const form = pad.closest("form");
  const input = form.elements.strokes;
  const context = canvas.getContext("2d");
  let strokes = strokesOf(input);
  let current = null;
  let isWaiting = false;

  const paint = () => {
    isWaiting = false;
    context.setTransform(canvas.width / WIDTH, 0, 0, canvas.height / HEIGHT, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    Object.assign(context, { lineWidth: THICKNESS, lineCap: "round", lineJoin: "round" });
    context.strokeStyle = getComputedStyle(canvas).color;
    for (const stroke of strokes) if (stroke.length) draw(context, stroke);
    pad.toggleAttribute("data-empty", !strokes.length);
  };
  const repaint = () => {
    if (!isWaiting) requestAnimationFrame(paint);
    isWaiting = true;
  };

  // The glass turned, or the page was made wider: as many dots as the screen has, and the same strokes.
  const fit = () => {
    const { width, height } = canvas.getBoundingClientRect();
    if (!width) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    paint();
  };

  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (part, most) => Math.round(Math.min(Math.max(part, 0), 1) * most * 10) / 10;
    return [within((event.clientX - box.left) / box.width, WIDTH), within((event.clientY - box.top) / box.height, HEIGHT)];
  };

  const keep = () => {
    input.value = strokes.length ? JSON.stringify(strokes) : "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  canvas.addEventListener("pointerdown", (event) => {
    // One finger signs; a second one, or the hand that lies on the glass, does not.
    if (!event.isPrimary || event.button) return;
    canvas.setPointerCapture(event.pointerId);
    current = [point(event)];
    strokes.push(current);
    repaint();
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!current || !event.isPrimary) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const moved of events.length ? events : [event]) {
      const [x, y] = point(moved);
      const [lastX, lastY] = current.at(-1);
      if (Math.hypot(x - lastX, y - lastY) >= 0.5) current.push([x, y]);
    }
    repaint();
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(kind, (event) => {
      if (!current || !event.isPrimary) return;
      current = null;
      keep();
      repaint();
    });
  }
  form.querySelector("[data-pad-clear]")?.addEventListener("click", () => {
    strokes = [];
    keep();
    repaint();
  });
  form.addEventListener("slip:restored", () => {
    strokes = strokesOf(input);
    repaint();
  });
  form.addEventListener("reset", () => {
    strokes = [];
    input.value = "";
    repaint();
  });
  new ResizeObserver(fit).observe(canvas);
  pad.hidden = false;
};

export const connectPads = (root) => {
  for (const pad of root.querySelectorAll("[data-pad]")) connect(pad);
};
