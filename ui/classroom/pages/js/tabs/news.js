/* What changed for us and what happened, turn by turn. */

import { h } from "../dom.js";
import { nothing, over } from "../parts.js";

export function newsTab(page) {
  const { news, world } = page.view;
  if (!news.turns.length) return [over("News"), nothing("No turn has been played yet.")];
  return [
    over("What changed for us"),
    h(
      "section",
      { class: "panel", "aria-label": "Our numbers" },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", {}, "Measure"),
            h("th", { class: "right" }, "Now"),
            h("th", { class: "right" }, "Last turn"),
          ),
        ),
        h(
          "tbody",
          {},
          news.numbers.map(([words, now, moved, good]) =>
            h(
              "tr",
              {},
              h("td", {}, words),
              h("td", { class: "right" }, now),
              h("td", { class: `right ${ink(moved, good)}` }, moved || "–"),
            ),
          ),
        ),
      ),
    ),
    news.moves.length
      ? [
          over("Our trust moved most in"),
          h(
            "ul",
            { class: "panel lines relations" },
            news.moves.map(([iso, now, moved]) =>
              h(
                "li",
                {},
                h(
                  "button",
                  {
                    type: "button",
                    onclick: () => page.openNation(iso),
                    "aria-label": `${world.names[iso]}: ${now}, ${moved}. Why?`,
                  },
                  h("span", { class: "grow" }, world.names[iso]),
                  h("span", { class: "num" }, now),
                  h("span", { class: `num step ${ink(moved, 1)}` }, moved),
                ),
              ),
            ),
          ),
        ]
      : null,
    news.turns.map((turn) => [
      over(turn.label),
      h(
        "ul",
        { class: "panel lines" },
        turn.events.map(([text, great, ours]) =>
          h(
            "li",
            { class: "told" },
            h("span", { class: `mark${great ? " great" : ours ? " ours" : ""}` }),
            h("span", { class: "grow" }, text),
          ),
        ),
        !turn.events.length && h("li", { class: "told muted" }, "Nothing that we know of."),
        turn.more ? h("li", { class: "told muted" }, `and ${turn.more} more of less weight`) : null,
      ),
    ]),
  ];
}

function ink(moved, good) {
  if (!moved || !good) return "muted";
  return moved.startsWith("−") === good < 0 ? "good" : "bad";
}
