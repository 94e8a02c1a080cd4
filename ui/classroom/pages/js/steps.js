/* The steps in which an order is put together: each asks for one thing and takes it. */

import { button, h } from "./dom.js";
import { choices, nothing } from "./parts.js";

/* What may be chosen for an order of this kind about this target. */
export function choicesOf({ kind, target }) {
  const all = kind.choices ? kind.choices[""] || kind.choices[target || ""] || [] : [];
  return all.filter((one) => one !== target);
}

/* Names of nations stand as codes, all else as [name, words]. */
const named = (page, one) => (Array.isArray(one) ? one : [one, page.view.world.names[one]]);

export const STEPS = {
  kind(page, chosen, self, about) {
    const { desk } = page.view;
    const few = desk.focus; // the orders of a lesson stand together
    const families = desk.families.filter((one) => few || one.name === chosen.family);
    const take = (kind) => {
      chosen.kind = kind;
      if (kind.targets && kind.targets.length === 1) [chosen.target] = named(page, kind.targets[0]);
      else if (about && kind.targets && kind.targets.includes(about)) chosen.target = about;
      self.redraw(true);
    };
    const rows = families.flatMap((one) => one.kinds);
    rows.sort((a, b) => Boolean(a.why) - Boolean(b.why));
    return [
      !few &&
        h(
          "div",
          { class: "strip", role: "group", "aria-label": "What it is about" },
          desk.families.map((one) =>
            h(
              "button",
              {
                type: "button",
                "aria-pressed": String(one.name === chosen.family),
                onclick: () => {
                  chosen.family = one.name;
                  self.redraw();
                },
              },
              one.name,
            ),
          ),
        ),
      rows.length
        ? rows.map((kind) =>
            h(
              "button",
              {
                type: "button",
                class: "pick",
                disabled: Boolean(kind.why),
                onclick: () => take(kind),
              },
              h(
                "span",
                {},
                h("b", {}, kind.title),
                h("br"),
                h("span", { class: "muted small" }, kind.why ? `Not now: ${kind.why}` : kind.cost),
              ),
            ),
          )
        : nothing("There is nothing to order."),
    ];
  },

  target(page, chosen, self) {
    return list(page, chosen, self, chosen.kind.targets, "Whom or what is it about?", (value) => {
      chosen.target = value;
    });
  },

  what(page, chosen, self) {
    return list(page, chosen, self, choicesOf(chosen), "How, or what exactly?", (value) => {
      chosen.what = value;
    });
  },

  amount(page, chosen, self) {
    const { kind } = chosen;
    const draft = chosen.typed ?? "";
    const value = Number(draft);
    const good = draft !== "" && Number.isFinite(value) && value >= 0 && value <= kind.most;
    const set = (amount) => {
      chosen.amount = amount;
      chosen.typed = undefined;
      self.redraw(true);
    };
    return [
      h("p", {}, `How much? (${kind.unit})`),
      kind.dial
        ? h(
            "div",
            {},
            h("label", { for: "dial" }, `${draft === "" ? kind.most / 2 : draft}`),
            h("input", {
              id: "dial",
              type: "range",
              min: "0",
              max: String(kind.most),
              step: String(kind.most / 20),
              value: draft === "" ? String(kind.most / 2) : draft,
              oninput: (event) => {
                chosen.typed = event.target.value;
                self.redraw();
              },
            }),
            button("Take this", () => set(Number(draft === "" ? kind.most / 2 : draft)), {
              kind: "main wide",
            }),
          )
        : [
            choices(kind.amounts, null, set, "Amount"),
            h(
              "div",
              {},
              h("label", { for: "amount" }, `Another, up to ${kind.most}`),
              h(
                "div",
                { class: "row" },
                h("input", {
                  id: "amount",
                  type: "number",
                  inputmode: "decimal",
                  min: "0",
                  max: String(kind.most),
                  step: "any",
                  value: draft,
                  oninput: (event) => {
                    chosen.typed = event.target.value;
                    self.redraw();
                  },
                }),
                button("Take", () => set(value), { disabled: !good }),
              ),
            ),
          ],
    ];
  },
};

function list(page, chosen, self, options, title, take) {
  const rows = options
    .map((one) => named(page, one))
    .filter(([, text]) => text.toLowerCase().includes(chosen.search.trim().toLowerCase()));
  if (options.length > 8) rows.sort((a, b) => a[1].localeCompare(b[1]));
  return [
    h("p", { class: "muted" }, title),
    options.length > 8 &&
      h("input", {
        type: "search",
        "aria-label": "Find",
        placeholder: "Find",
        value: chosen.search,
        oninput: (event) => {
          chosen.search = event.target.value;
          self.redraw();
        },
      }),
    rows.length
      ? rows.map(([value, text]) =>
          h(
            "button",
            {
              type: "button",
              class: "pick",
              onclick: () => {
                take(value);
                chosen.search = "";
                self.redraw(true);
              },
            },
            h("b", {}, text),
          ),
        )
      : nothing("Nothing of that name."),
  ];
}
