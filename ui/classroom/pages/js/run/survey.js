/* The questionnaire: how many answered and, in the debrief, what changed. Never by person. */

import { h } from "../dom.js";
import { over } from "../parts.js";

export function survey(page) {
  const { survey: told, clock } = page.view;
  return h(
    "section",
    { class: "stack tight", id: "survey", "aria-label": "Questionnaire" },
    over("Questionnaire, which nobody has to answer"),
    h(
      "p",
      {},
      `Answered before the game: ${told.before} of ${told.people}; after it: ${told.after}.`,
    ),
    clock.phase === "debrief"
      ? told.effects.length && table(told)
      : h("p", { class: "muted small" }, "What changed is told here in the debrief."),
  );
}

function table({ effects, fewest }) {
  return h(
    "div",
    { class: "panel stack tight" },
    h(
      "p",
      { class: "muted small" },
      "Means of those who answered before and after, on a scale of 1 to 5, with the 95 % " +
        `interval of the change. Fewer than ${fewest}: too few to tell.`,
    ),
    h(
      "table",
      { class: "small" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["Statement", "Before", "After", "Change"].map((head, at) =>
            h("th", { class: at ? "right" : "", scope: "col" }, head),
          ),
        ),
      ),
      h("tbody", {}, effects.map(row)),
    ),
  );
}

function row(one) {
  const numbers =
    "before" in one
      ? [
          h("td", { class: "right" }, one.before.toFixed(1)),
          h("td", { class: "right" }, one.after.toFixed(1)),
          h(
            "td",
            { class: "right" },
            h("b", {}, signed(one.change)),
            h("br", {}),
            h("span", { class: "muted" }, `± ${one.margin.toFixed(1)}`),
          ),
        ]
      : h("td", { class: "right muted", colspan: "3" }, `too few to tell (${one.pairs})`);
  return h("tr", {}, h("td", {}, one.text), numbers);
}

function signed(value) {
  const text = Math.abs(value).toFixed(1);
  return text === "0.0" ? text : `${value > 0 ? "+" : "−"}${text}`;
}
