/* The map on a page: where it stands, what it shows, what its colours mean. */

import { WorldMap } from "./drawing.js";
import { h } from "./dom.js";

let geometry = null;
const PATIENCE = 3000; // ms before shapes are asked for again

/* Shapes of the scenario: public, and the same for all, so they are fetched once. */
async function load() {
  while (!geometry) {
    try {
      const answer = await fetch("/api/map");
      if (answer.ok) geometry = await answer.json();
    } catch {
      /* the line is down */
    }
    if (!geometry)
      await new Promise((done) => {
        setTimeout(done, PATIENCE);
      });
  }
  return geometry;
}

/* The map on a page: it outlives the elements around it, and draws itself where its place is. */
export class MapPlace {
  constructor({ onnation, onload }) {
    this.layer = "participation";
    this.onnation = onnation;
    load().then((shapes) => {
      this.shapes = shapes;
      onload();
    });
  }

  /* Where it stands, with its layers above and its legend below. */
  parts(world, redraw) {
    const layer = this.chosen(world);
    const layers = world.layers.map((one) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(one === layer),
          onclick: () => {
            this.layer = one.name;
            redraw();
          },
        },
        one.title,
      ),
    );
    return [
      h("div", { class: "strip", role: "group", "aria-label": "What the map shows" }, layers),
      h("div", { id: "map", class: "map", "data-live": "" }),
      legend(layer, world),
      this.shapes && this.shapes.notice && h("p", { class: "muted small" }, this.shapes.notice),
    ];
  }

  chosen(world) {
    return world.layers.find((one) => one.name === this.layer) || world.layers[0];
  }

  /* Draw it, if it has a place and there is something new. */
  show(world, { seat = "", looked = "" }) {
    const place = document.getElementById("map");
    if (!this.shapes || !place) return;
    if (!this.map)
      this.map = new WorldMap(this.shapes, { onnation: this.onnation, names: world.names });
    const layer = this.chosen(world),
      key = [layer, looked, seat];
    const same = this.shown && key.every((value, at) => value === this.shown[at]);
    if (this.map.node.parentNode !== place) place.append(this.map.node);
    else if (same) return;
    this.shown = key;
    this.map.show(layer, { month: world.month, seat, looked });
  }
}

/* What colours and lines mean. */
function legend(layer, world) {
  const found = [];
  const kinds = [...new Set(Object.values(layer.kinds))];
  for (const kind of Object.keys(world.standings).filter((one) => kinds.includes(one))) {
    found.push(
      h("span", {}, h("i", { style: { background: `var(--${kind})` } }), world.standings[kind]),
    );
  }
  if (layer.ramp && Object.keys(layer.values).length) {
    found.push(
      h("span", {}, layer.ends[0], h("i", { class: `ramp ${layer.ramp}` }), layer.ends.at(-1)),
    );
  }
  const inks = {
    defence: "gold",
    agreement: "cyan",
    pending: "cyan",
    exercise: "violet",
    dispute: "bad",
    mission: "good",
  };
  for (const kind of Object.keys(world.lines).filter((one) =>
    layer.ties.some((tie) => tie[2] === one),
  )) {
    found.push(
      h(
        "span",
        {},
        h("i", {
          class: "line",
          style: {
            "border-color": `var(--${inks[kind]})`,
            "border-top-style": kind === "pending" ? "dashed" : "solid",
          },
        }),
        world.lines[kind],
      ),
    );
  }
  const signs = { "!": "conflict on its soil", M: "mission", E: "exercise planned" };
  for (const sign of new Set(Object.values(layer.signs)))
    found.push(h("span", {}, `(${sign})`, " ", signs[sign]));
  return h("div", { class: "legend" }, found);
}
