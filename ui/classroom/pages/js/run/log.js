/* What happened, whoever knows of it; what is being offered now. */

import { h } from "../dom.js";
import { nothing, over } from "../parts.js";

export function logTab(page) {
  const { log, talks, board } = page.view;
  return [
    over("Offers of this turn"),
    talks.length
      ? h(
          "ul",
          { class: "panel lines" },
          talks.map(([from, to, title, answer]) =>
            h(
              "li",
              { class: "told" },
              h("span", { class: "grow" }, `${board.names[from]} to ${board.names[to]}: ${title}`),
              h("span", { class: "muted small" }, answer),
            ),
          ),
        )
      : nothing("None yet."),
    log.length
      ? log.map((turn) => [
          over(turn.label),
          h(
            "ul",
            { class: "panel lines" },
            turn.events.map(([text, great]) =>
              h(
                "li",
                { class: "told" },
                h("span", { class: `mark${great ? " great" : ""}` }),
                h("span", { class: "grow" }, text),
              ),
            ),
            turn.more
              ? h("li", { class: "told muted" }, `and ${turn.more} more of less weight`)
              : null,
          ),
        ])
      : nothing("No turn has been played yet."),
  ];
}
