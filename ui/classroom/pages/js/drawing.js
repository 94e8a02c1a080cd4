/* The map as a drawing: lands, places, lines; moved and pinched with fingers, mouse or keys. */

import { h, fill, icon } from "./dom.js";

const RAMP_STEPS = 24;
const CLOSEST = 0.12; // least width of what is seen, as a share of the frame's

function rgb(name) {
  const code = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  return [1, 3, 5].map((at) => parseInt(code.slice(at, at + 2), 16));
}

function mix(one, two, part) {
  return `rgb(${one.map((value, k) => Math.round(value + (two[k] - value) * part)).join(" ")})`;
}

/* The colour of a value of 0 to 1 on the ramp of a layer. */
function ramp(kind) {
  const [low, mid, high, land] = ["low", "mid", "high", "land"].map(rgb);
  return (value) => {
    const at = Math.round(Math.min(Math.max(value, 0), 1) * RAMP_STEPS) / RAMP_STEPS;
    if (kind === "both") return at < 0.5 ? mix(low, mid, at * 2) : mix(mid, high, at * 2 - 1);
    return mix(land, kind === "bad" ? low : high, 0.08 + 0.92 * at);
  };
}

export class WorldMap {
  /* `onnation(code)` is called when a land is pressed. */
  constructor(shapes, { onnation, names }) {
    Object.assign(this, { shapes, onnation, names });
    this.view = [...shapes.view];
    this.lands = shapes.lands.map(([code, path]) => [code, h("path", { class: "land", d: path })]);
    this.ties = h("g", {});
    this.words = h("g", {});
    this.svg = h(
      "svg",
      {
        role: "img",
        "aria-label": "Map; the table below tells the same in words",
        preserveAspectRatio: "xMidYMid slice",
      },
      h(
        "g",
        {},
        this.lands.map(([, path]) => path),
      ),
      this.ties,
      this.words,
    );
    const key = (label, sign, onclick) =>
      h("button", { type: "button", "aria-label": label, onclick }, sign);
    this.box = h("div", { class: "box" }, this.svg);
    this.node = h(
      "div",
      {},
      this.box,
      h(
        "div",
        { class: "keys" },
        key("Closer", icon("add"), () => this.zoom(0.6)),
        key(
          "Farther away",
          h(
            "svg",
            { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
            h("path", { d: "M5 12h14" }),
          ),
          () => this.zoom(1 / 0.6),
        ),
      ),
    );
    this.fingers = new Map();
    this.listen();
    new ResizeObserver(() => this.look()).observe(this.box);
    new MutationObserver(() => this.draw()).observe(document.documentElement, {
      attributeFilter: ["data-theme"],
    });
  }

  show(layer, { month, seat, looked }) {
    this.state = { layer, month, seat, looked };
    this.draw();
  }

  owners() {
    const { month } = this.state;
    return (this.shapes.owners.find(([until]) => month < until) || this.shapes.owners.at(-1))[1];
  }

  draw() {
    if (!this.state) return;
    const { layer, seat, looked } = this.state;
    const owners = this.owners();
    const scale = ramp(layer.ramp);
    for (const [code, path] of this.lands) {
      const nation = owners[code];
      path.dataset.nation = nation || "";
      path.classList.toggle("ours", nation === seat && !!seat);
      path.classList.toggle("looked", nation === looked && !!looked && looked !== seat);
      let colour = "";
      if (nation && layer.kinds[nation]) colour = `var(--${layer.kinds[nation]})`;
      else if (nation && nation in layer.values) colour = scale(layer.values[nation]);
      else if (nation && nation === seat) colour = "var(--sponsor)";
      path.style.fill = colour;
    }
    for (const [, path] of this.lands) {
      if (path.classList.contains("ours") || path.classList.contains("looked"))
        path.parentNode.append(path);
    }
    this.drawn();
  }

  /* Lines and names: their size goes with what is seen. */
  drawn() {
    if (!this.state) return;
    const { layer, seat, looked } = this.state;
    const near = [looked, seat].filter(Boolean);
    const where = this.shapes.places;
    fill(
      this.ties,
      layer.ties
        .filter(([a, b]) => where[a] && where[b])
        .map(([a, b, kind, strength]) => {
          const touches = !near.length || near.includes(a) || near.includes(b);
          const faint = !touches && strength < 0.4;
          const dashed = kind === "pending" || (kind === "dispute" && strength < 0.5);
          return h("path", {
            class: `tie ${kind}${dashed ? " dashed" : ""}`,
            d: arc(where[a], where[b]),
            "stroke-width": (1 + 2.5 * strength).toFixed(1),
            opacity: faint ? 0.25 : 0.9,
          });
        }),
    );
    const [x, y, width, height] = this.seen();
    const size = this.unit() * 12.5;
    const taken = [];
    const order = [seat, looked, ...Object.keys(where)].filter(
      (code, at, all) => code && all.indexOf(code) === at,
    );
    const labels = [];
    for (const code of order) {
      const known =
        layer.kinds[code] !== undefined ||
        layer.values[code] !== undefined ||
        layer.words[code] !== undefined ||
        code === seat;
      const [px, py] = where[code] || [];
      if (px === undefined || px < x || px > x + width || py < y || py > y + height) continue;
      if (!known) continue;
      const name = this.names[code];
      const half = name.length * size * 0.29 + size * 0.3;
      const box = [px - half, py - size, px + half, py + size * 0.5];
      if (box[0] < x || box[2] > x + width) continue;
      if (
        taken.some(
          (other) =>
            box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1],
        )
      )
        continue;
      taken.push(box);
      const sign = layer.signs[code] ? ` (${layer.signs[code]})` : "";
      labels.push(
        h(
          "text",
          {
            x: px,
            y: py + size * 0.3,
            "font-size": size.toFixed(2),
            "stroke-width": (size * 0.22).toFixed(2),
          },
          name + sign,
        ),
      );
    }
    fill(this.words, labels);
  }

  /* What is seen of the plane: the view, widened to the shape of the window. */
  seen() {
    const [x, y, width, height] = this.view;
    const box = this.box.getBoundingClientRect();
    if (!box.width || !box.height) return this.view;
    const scale = Math.min(width / box.width, height / box.height);
    const w = box.width * scale,
      t = box.height * scale;
    return [x + (width - w) / 2, y + (height - t) / 2, w, t];
  }

  /* Kilometres of one pixel. */
  unit() {
    const width = this.box.getBoundingClientRect().width;
    return width ? this.seen()[2] / width : 1;
  }

  look() {
    this.svg.setAttribute("viewBox", this.view.map((value) => value.toFixed(1)).join(" "));
    this.drawn();
  }

  zoom(factor, at) {
    this.view = this.seen();
    const [x, y, width, height] = this.view;
    const full = this.shapes.frame[2];
    const wide = Math.min(Math.max(width * factor, full * CLOSEST), full);
    const by = wide / width;
    const [cx, cy] = at || [x + width / 2, y + height / 2];
    this.view = [cx - (cx - x) * by, cy - (cy - y) * by, width * by, height * by];
    this.within();
  }

  within() {
    const [left, top, width, height] = this.shapes.frame;
    const [x, y, w, t] = this.view;
    this.view[0] =
      w >= width ? left + (width - w) / 2 : Math.min(Math.max(x, left), left + width - w);
    this.view[1] =
      t >= height ? top + (height - t) / 2 : Math.min(Math.max(y, top), top + height - t);
    this.look();
  }

  plane(event) {
    const box = this.box.getBoundingClientRect();
    const [x, y, width, height] = this.seen();
    return [
      x + ((event.clientX - box.left) / box.width) * width,
      y + ((event.clientY - box.top) / box.height) * height,
    ];
  }

  listen() {
    const svg = this.svg;
    svg.onpointerdown = (event) => {
      svg.setPointerCapture(event.pointerId);
      this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
      this.moved = 0;
    };
    svg.onpointermove = (event) => {
      const last = this.fingers.get(event.pointerId);
      if (!last) return;
      const now = [event.clientX, event.clientY];
      if (this.fingers.size === 2) this.pinch(event.pointerId, now);
      else {
        const unit = this.unit();
        this.view = this.seen();
        this.view[0] -= (now[0] - last[0]) * unit;
        this.view[1] -= (now[1] - last[1]) * unit;
        this.within();
      }
      this.moved += Math.abs(now[0] - last[0]) + Math.abs(now[1] - last[1]);
      this.fingers.set(event.pointerId, now);
    };
    svg.onpointerup = svg.onpointercancel = (event) => {
      this.fingers.delete(event.pointerId);
      if (event.type === "pointerup" && this.moved < 8) this.press(event);
    };
    svg.onwheel = (event) => {
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, this.plane(event));
    };
  }

  pinch(id, now) {
    const [other] = [...this.fingers].filter(([key]) => key !== id).map(([, at]) => at);
    const last = this.fingers.get(id);
    const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
    const after = Math.hypot(now[0] - other[0], now[1] - other[1]);
    if (before > 4 && after > 4) {
      this.zoom(
        before / after,
        this.plane({ clientX: (now[0] + other[0]) / 2, clientY: (now[1] + other[1]) / 2 }),
      );
    }
  }

  /* A small state is met also near its place. */
  press(event) {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    let nation = under && under.dataset ? under.dataset.nation : "";
    if (!nation) {
      const [x, y] = this.plane(event);
      const reach = this.unit() * 22;
      const near = Object.entries(this.shapes.places)
        .map(([code, [px, py]]) => [Math.hypot(px - x, py - y), code])
        .filter(([far]) => far < reach)
        .sort((a, b) => a[0] - b[0])[0];
      nation = near ? near[1] : "";
    }
    if (nation && this.names[nation]) this.onnation(nation);
  }
}

/* A line from place to place, bent a little so that lines that cross can be told apart. */
function arc([ax, ay], [bx, by]) {
  const bend = 0.12;
  const x = (ax + bx) / 2 + (by - ay) * bend,
    y = (ay + by) / 2 - (bx - ax) * bend;
  return `M${ax} ${ay}Q${x.toFixed(0)} ${y.toFixed(0)} ${bx} ${by}`;
}
