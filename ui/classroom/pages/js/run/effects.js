/* The form of one effect: only what its kind needs. */

import { button, h } from "../dom.js";

export function effectForm(page, state, self, codes, names) {
  const { one } = state;
  const kind = page.view.effects.find((each) => each.do === one.do);
  const pick = (key, words, options) =>
    h(
      "div",
      {},
      h("label", { for: `effect-${key}` }, words),
      h(
        "select",
        {
          id: `effect-${key}`,
          value: one[key] || "",
          onchange: (event) => {
            one[key] = event.target.value;
            self.redraw();
          },
        },
        h("option", { value: "" }, "Choose …"),
        options.map(([value, text]) => h("option", { value }, text)),
      ),
    );
  const nations = codes.map((code) => [code, names[code]]);
  const ready =
    kind &&
    one.nation &&
    (!kind.other || kind.alone || one.other) &&
    (!kind.what.length || one.what) &&
    (!kind.bounds.length || (one.amount !== undefined && one.amount !== ""));
  return h(
    "div",
    { class: "card stack tight" },
    pick(
      "do",
      "Add an effect",
      page.view.effects.map((each) => [each.do, `${each.do}: ${each.words}`]),
    ),
    kind && pick("nation", "Nation", nations),
    kind &&
      kind.other &&
      pick(
        "other",
        `Other nation: ${kind.other}${kind.alone ? " (may be left open)" : ""}`,
        nations,
      ),
    kind && kind.what.length ? pick("what", "What", kind.what) : null,
    kind && kind.bounds.length
      ? kind.among.length
        ? pick(
            "amount",
            "Amount",
            kind.among.map((value) => [String(value), String(value)]),
          )
        : h(
            "div",
            {},
            h("label", { for: "effect-amount" }, `Amount, ${kind.bounds[0]} to ${kind.bounds[1]}`),
            h("input", {
              id: "effect-amount",
              type: "number",
              step: "any",
              min: String(kind.bounds[0]),
              max: String(kind.bounds[1]),
              value: one.amount ?? "",
              oninput: (event) => {
                one.amount = event.target.value;
                self.redraw();
              },
            }),
          )
      : null,
    kind &&
      button(
        "Add the effect",
        () => {
          const effect = { do: one.do, nation: one.nation };
          if (kind.other && one.other) effect.other = one.other;
          if (kind.what.length) effect.what = one.what;
          if (kind.bounds.length) effect.amount = Number(one.amount);
          state.effects.push(effect);
          state.one = { do: "" };
          self.redraw();
        },
        { disabled: !ready },
      ),
  );
}
