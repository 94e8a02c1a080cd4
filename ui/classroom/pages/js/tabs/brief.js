/* What a team reads: what to do now, its own brief and aims, the public brief. */

import { button, h } from "../dom.js";
import { meter, nothing, over, step } from "../parts.js";
import { questionnaire } from "../questions.js";

export function brief(page) {
  const { brief: told, clock, seat } = page.view;
  return [
    h(
      "section",
      { class: "panel stack tight", "aria-label": "Now" },
      h("h2", {}, clock.word),
      h("p", {}, clock.hint),
    ),
    questionnaire(page),
    over("For your eyes only"),
    told.private.length
      ? h(
          "section",
          { class: "panel eyes stack tight", "aria-label": "Private brief" },
          pieces(told.private),
        )
      : nothing("This seat has no brief of its own: the numbers of its nation are its brief."),
    over(`What we want${told.score ? ` · so far ${told.score}` : ""}`),
    h("div", { class: "stack tight" }, told.own.map(aim)),
    button(`${seat.name}: our nation in numbers`, () => page.openNation(seat.iso), {
      kind: "wide",
      sign: "on",
    }),
    over("The situation"),
    h(
      "section",
      { class: "panel stack tight", "aria-label": "Public brief" },
      pieces(told.public),
      told.notice && h("p", { class: "muted small" }, told.notice),
    ),
    told.others.length
      ? h(
          "details",
          { class: "panel" },
          h("summary", {}, h("b", {}, `What others want, as all know (${told.others.length})`)),
          h(
            "ul",
            { class: "lines" },
            told.others.map(([iso, text]) =>
              h(
                "li",
                { class: "told" },
                h("span", {}, h("b", {}, page.view.world.names[iso]), ": ", text),
              ),
            ),
          ),
        )
      : null,
    h("p", { class: "muted small" }, team(seat.people)),
  ];
}

function team(people) {
  const names = people.map((name, at) => name || `member ${at + 1}`).join(", ");
  return people.length > 1
    ? `Your team: ${names}. All of you edit the same orders; one hands them in.`
    : "You sit here alone. Others can join this seat and edit the same orders.";
}

function pieces(list) {
  return list.map(([head, text]) =>
    h("p", {}, head && h("b", {}, text ? `${head}. ` : head), text),
  );
}

function aim(one) {
  return h(
    "article",
    { class: "card stack tight" },
    h("p", {}, one.text),
    one.attained === null ? null : meter(one.attained, "var(--gold)"),
    h(
      "p",
      { class: "row small muted" },
      h("span", { class: "grow" }, `${one.heading}: ${one.reach}`),
      one.trend
        ? h("span", { class: `num ${one.trend > 0 ? "good" : "bad"}` }, step(one.trend))
        : null,
    ),
    h(
      "details",
      { class: "small" },
      h("summary", {}, `${one.part} % of our score`),
      h("p", { class: "muted" }, one.moves),
    ),
  );
}
