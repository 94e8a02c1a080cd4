/* The map, and our relations as a table. */

import { h } from "../dom.js";
import { meter, over, share, step } from "../parts.js";

const SORTS = [
  ["near", "Nearest"],
  ["trust", "Trust"],
  ["threat", "Threat"],
  ["name", "A to Z"],
];

export function relations(page) {
  const { world } = page.view;
  const rows = [...world.relations];
  if (page.sort === "trust") rows.sort((a, b) => b.trust - a.trust);
  if (page.sort === "threat") rows.sort((a, b) => b.threat - a.threat);
  if (page.sort === "name")
    rows.sort((a, b) => world.names[a.iso].localeCompare(world.names[b.iso]));
  const last = page.sort === "threat" ? "threat" : "trust";
  return [
    over("Our relations"),
    h(
      "p",
      { class: "muted small" },
      last === "threat"
        ? "The threat that we see in each nation."
        : "Our trust in each nation, 0 to 1, and how it moved in the last turn.",
    ),
    h(
      "div",
      { class: "strip", role: "group", "aria-label": "Order" },
      SORTS.map(([name, words]) =>
        h(
          "button",
          {
            type: "button",
            "aria-pressed": String(name === page.sort),
            onclick: () => page.set({ sort: name }),
          },
          words,
        ),
      ),
    ),
    h(
      "ul",
      { class: "panel lines relations" },
      rows.map((one) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              onclick: () => page.openNation(one.iso),
              "aria-label": aloud(one, world.names[one.iso]),
            },
            h(
              "span",
              { class: "grow" },
              world.names[one.iso],
              one.agreements
                ? h("span", { class: "muted small" }, ` · ${one.agreements} agr.`)
                : null,
            ),
            h(
              "span",
              { class: "trust" },
              meter(one[last], last === "threat" ? "var(--bad)" : "var(--good)"),
            ),
            h("span", { class: "num val" }, share(one[last])),
            h(
              "span",
              { class: `num step small ${one.moved > 0 ? "good" : "bad"}` },
              last === "trust" ? step(one.moved) : "",
            ),
          ),
        ),
      ),
    ),
  ];
}

/* A row as it is read aloud. */
function aloud(one, name) {
  const moved = step(one.moved) ? `, ${step(one.moved)} last turn` : "";
  const numbers = `trust ${share(one.trust)}${moved}, threat ${share(one.threat)}`;
  return `${name}: ${numbers}, ${one.agreements} agreements. Why?`;
}

export function worldTab(page) {
  return [page.map.parts(page.view.world, () => page.redraw()), relations(page)];
}
