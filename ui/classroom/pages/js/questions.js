/* The short questionnaire before and after: nobody has to, and nobody is named. */

import { button, h } from "./dom.js";

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

export function questionnaire(page) {
  const { when, scale, statements } = page.view.questions;
  if (!when) return null;
  const answers = given(page, when);
  const done = statements.filter(([id]) => answers[id]).length;
  const number = NUMBERS[statements.length] || statements.length;
  return h(
    "details",
    { class: "panel", id: `questions-${when}` },
    h(
      "summary",
      {},
      h(
        "span",
        {},
        h("b", {}, `${number} statements, ${when} the game`),
        h("br", {}),
        h(
          "span",
          { class: "muted small" },
          done ? `${done} of ${statements.length} answered` : "If you like; a minute or two.",
        ),
      ),
    ),
    h(
      "div",
      { class: "stack" },
      h(
        "p",
        { class: "muted small" },
        "How far do you agree? Skip what you like. No name goes with it: the facilitator sees " +
          "counts of the whole class. Each answer is kept at once and can be changed.",
      ),
      statements.map(([id, text]) => statement(page, { id, text, when, scale, answers })),
      done > 0 && button("Take my answers back", () => keep(page, when, {})),
    ),
  );
}

function statement(page, { id, text, when, scale, answers }) {
  const [least, most] = scale;
  const steps = Array.from({ length: most - least + 1 }, (_, at) => least + at);
  const ends = { [least]: "not at all", [most]: "entirely" };
  return h(
    "fieldset",
    { class: "plain" },
    h("legend", {}, text),
    h(
      "div",
      { class: "scale" },
      steps.map((value) =>
        h(
          "label",
          {},
          h("input", {
            type: "radio",
            name: `${when}-${id}`,
            value: String(value),
            checked: answers[id] === value,
            "aria-label": ends[value] ? `${value}, ${ends[value]}` : String(value),
            onchange: () => keep(page, when, { ...given(page, when), [id]: value }),
          }),
          h("span", {}, String(value)),
        ),
      ),
    ),
    h(
      "p",
      { class: "row muted small", "aria-hidden": "true" },
      h("span", { class: "grow" }, ends[least]),
      ends[most],
    ),
  );
}

/* What was answered: here, on its way to the server, or kept there. */
function given(page, when) {
  if (!page.answers) {
    page.answers = { ...page.link.result?.answers };
    for (const { message } of page.link.waiting.values())
      if (message.do === "questionnaire") page.answers[message.when] = message.answers;
  }
  return page.answers[when] || {};
}

function keep(page, when, answers) {
  given(page, when);
  page.answers[when] = answers;
  page.command({ do: "questionnaire", when, answers });
  page.redraw();
}
