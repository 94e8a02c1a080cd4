/* The short questionnaire before and after: nobody has to, and nobody is named. */

import { button, h, toast } from "./dom.js";
import { recall, remember } from "./kept.js";

const HOW =
  "If you like. No name is kept with it; only counts of the whole class are told. " +
  "1: not at all, 5: entirely.";
const SCALE = [1, 2, 3, 4, 5];

export function questionnaire(page) {
  const { questions, clock } = page.view;
  const when =
    clock.phase === "debrief"
      ? "after"
      : clock.phase === "lobby" || clock.phase === "briefing"
        ? "before"
        : "";
  const key = `survey.${page.token}.${when}`;
  if (!page.token || !when || recall(key)) return null;
  const answers = (page.answers = page.answers || {});
  const send = () =>
    page.link.send({ do: "questionnaire", when, answers }).then(
      () => {
        remember(key, true);
        page.answers = {};
        toast("Thank you.");
        page.redraw();
      },
      (fault) => toast(fault.message),
    );
  return h(
    "details",
    { class: "panel", id: "questions" },
    h("summary", {}, h("b", {}, `A short questionnaire ${when} the game`)),
    h(
      "div",
      { class: "stack" },
      h("p", { class: "muted small" }, HOW),
      questions.map(([id, text]) =>
        h(
          "fieldset",
          { class: "plain" },
          h("legend", {}, text),
          h(
            "div",
            { class: "choices" },
            SCALE.map((value) =>
              h(
                "button",
                {
                  type: "button",
                  "aria-pressed": String(answers[id] === value),
                  onclick: () => {
                    answers[id] = value;
                    page.redraw();
                  },
                },
                String(value),
              ),
            ),
          ),
        ),
      ),
      button("Send", send, { kind: "main", disabled: !Object.keys(answers).length }),
    ),
  );
}
