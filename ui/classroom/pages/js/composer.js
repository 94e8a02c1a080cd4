/* A new order, step by step; then what it costs, whether it may be, what it should do. */

import { button, fill, h, sheet } from "./dom.js";
import { nothing } from "./parts.js";
import { STEPS, choicesOf } from "./steps.js";

export function openComposer(page, { about = "" }) {
  const { desk } = page.view;
  const chosen = {
    kind: null,
    target: null,
    what: null,
    amount: null,
    family: desk.families[0] ? desk.families[0].name : "",
    search: "",
  };
  let verdict = null,
    fault = "",
    asked = "",
    expected = null;

  const judge = (self) => {
    const text = JSON.stringify(page.draft.with(words(chosen)));
    if (text === asked) return;
    asked = text;
    verdict = expected = null;
    page.ask({ about: "draft", draft: page.draft.with(words(chosen)) }).then(
      (answer) => {
        verdict = answer.orders.at(-1);
        fault = "";
        self.redraw();
      },
      (error) => {
        fault = error.message;
        self.redraw();
      },
    );
  };

  const foresee = (self) => {
    expected = { effects: [], note: "One moment …" };
    self.redraw();
    page.ask({ about: "order", offer: words(chosen) }).then(
      (answer) => {
        expected = answer;
        self.redraw();
      },
      (error) => {
        expected = { effects: [], note: error.message };
        self.redraw();
      },
    );
  };

  sheet("Add an order", (self) => {
    const step = stepOf(chosen);
    self.title(chosen.kind ? chosen.kind.title : "Add an order");
    self.onback(
      chosen.kind
        ? () => {
            back(chosen);
            verdict = null;
            asked = "";
            self.redraw(true);
          }
        : null,
    );
    fill(
      self.body,
      step === "review"
        ? h("h3", {}, page.orderWords(words(chosen)))
        : STEPS[step](page, chosen, self, about),
      step === "review" && told(verdict, fault),
      step === "review" &&
        verdict &&
        (expected ? foreseen(expected) : button("What should it do?", () => foresee(self))),
    );
    fill(
      self.footer,
      step === "review" &&
        button(
          verdict && verdict.refusal ? "Add it all the same" : "Add to our orders",
          () => {
            page.draft.add(words(chosen));
            self.close();
          },
          { kind: verdict && verdict.refusal ? "" : "main", disabled: !verdict && !fault },
        ),
    );
    if (step === "review") judge(self);
  });
}

function stepOf(chosen) {
  const { kind } = chosen;
  if (!kind) return "kind";
  if (kind.targets && !chosen.target) return "target";
  if (choicesOf(chosen).length && !chosen.what) return "what";
  if (kind.unit && chosen.amount === null) return "amount";
  return "review";
}

function back(chosen) {
  const { kind } = chosen;
  if (chosen.amount !== null) chosen.amount = null;
  else if (chosen.what) chosen.what = null;
  else if (chosen.target && kind.targets.length > 1) chosen.target = null;
  else chosen.kind = chosen.target = null;
}

function words({ kind, target, what, amount }) {
  const order = { do: kind.kind };
  if (target) order.target = target;
  if (what) order.what = what;
  if (amount !== null) order.amount = amount;
  return order;
}

/* The numbers that should move, from what the seat knows and believes. */
function foreseen({ effects, ahead, note }) {
  return h(
    "div",
    { class: "stack tight" },
    h("h3", {}, "What it should do"),
    h(
      "dl",
      { class: "facts" },
      effects.map(([words, change, good, why]) => [
        h("dt", {}, words, why && h("span", { class: "muted small" }, ` (${why})`)),
        h("dd", { class: good > 0 ? "good" : good < 0 ? "bad" : "" }, change),
      ]),
    ),
    note && h("p", { class: "muted" }, note),
    effects.length ? h("p", { class: "muted small" }, `${ahead}.`) : null,
  );
}

function told(verdict, fault) {
  if (fault) return h("p", { class: "warned" }, `It could not be checked: ${fault}`);
  if (!verdict) return nothing("One moment …");
  return [
    h("p", {}, `It costs ${verdict.cost}.`),
    verdict.refusal
      ? h("p", { class: "refused" }, `Would be refused: ${verdict.refusal}`)
      : h("p", { class: "good" }, "It can be carried out."),
    verdict.warning && h("p", { class: "warned" }, `Possible, at a price: ${verdict.warning}`),
  ];
}
