/* A new order, step by step: what, whom, how, how much; then what it costs and whether it may be. */

import { button, fill, h, sheet } from "./dom.js";
import { choices, nothing } from "./parts.js";

export function openComposer(page, { about = "" }) {
  const { desk } = page.view;
  const chosen = { kind: null, target: null, what: null, amount: null, family: desk.families[0] ? desk.families[0].name : "", search: "" };
  let verdict = null, fault = "", asked = "", expected = null;

  const judge = (self) => {
    const text = JSON.stringify(page.withOrder(words(chosen)));
    if (text === asked) return;
    asked = text;
    verdict = expected = null;
    page.ask({ about: "draft", draft: page.withOrder(words(chosen)) }).then(
      (answer) => { verdict = answer.orders.at(-1); fault = ""; self.redraw(); },
      (error) => { fault = error.message; self.redraw(); });
  };

  const foresee = (self) => {
    expected = { effects: [], note: "One moment …" };
    self.redraw();
    page.ask({ about: "order", offer: words(chosen) }).then((answer) => { expected = answer; self.redraw(); },
      (error) => { expected = { effects: [], note: error.message }; self.redraw(); });
  };

  sheet("Add an order", (self) => {
    const step = stepOf(chosen);
    self.title(chosen.kind ? chosen.kind.title : "Add an order");
    self.onback(chosen.kind ? () => { back(chosen); verdict = null; asked = ""; self.redraw(true); } : null);
    fill(self.body, STEPS[step](page, chosen, self, about), step === "review" && told(verdict, fault),
      step === "review" && verdict && (expected ? foreseen(expected) : button("What should it do?", () => foresee(self))));
    fill(self.footer, step === "review" && button(verdict && verdict.refusal ? "Add it all the same" : "Add to our orders", () => { page.addOrder(words(chosen)); self.close(); },
      { kind: verdict && verdict.refusal ? "" : "main", disabled: !verdict && !fault }));
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

function choicesOf({ kind, target }) {
  const all = kind.choices ? kind.choices[""] || kind.choices[target || ""] || [] : [];
  return all.filter((one) => one !== target);
}

function words({ kind, target, what, amount }) {
  const order = { do: kind.kind };
  if (target) order.target = target;
  if (what) order.what = what;
  if (amount !== null) order.amount = amount;
  return order;
}

/* Names of nations stand as codes, all else as [name, words]. */
const named = (page, one) => (Array.isArray(one) ? one : [one, page.view.world.names[one]]);

const STEPS = {
  kind(page, chosen, self, about) {
    const { desk } = page.view;
    const family = desk.families.find((one) => one.name === chosen.family);
    const take = (kind) => {
      chosen.kind = kind;
      if (kind.targets && kind.targets.length === 1) [chosen.target] = named(page, kind.targets[0]);
      else if (about && kind.targets && kind.targets.includes(about)) chosen.target = about;
      self.redraw(true);
    };
    const rows = family ? [...family.kinds].sort((a, b) => Boolean(a.why) - Boolean(b.why)) : [];
    return [
      desk.families.length > 1 && h("div", { class: "strip", role: "group", "aria-label": "What it is about" }, desk.families.map((one) =>
        h("button", { type: "button", "aria-pressed": String(one.name === chosen.family), onclick: () => { chosen.family = one.name; self.redraw(); } }, one.name))),
      rows.length ? rows.map((kind) => h("button", { type: "button", class: "pick", disabled: Boolean(kind.why), onclick: () => take(kind) },
        h("span", {}, h("b", {}, kind.title), h("br"), h("span", { class: "muted small" }, kind.why ? `Not now: ${kind.why}` : kind.cost)))) : nothing("There is nothing to order."),
    ];
  },

  target(page, chosen, self) { return list(page, chosen, self, chosen.kind.targets, "Whom or what is it about?", (value) => { chosen.target = value; }); },

  what(page, chosen, self) { return list(page, chosen, self, choicesOf(chosen), "How, or what exactly?", (value) => { chosen.what = value; }); },

  amount(page, chosen, self) {
    const { kind } = chosen;
    const draft = chosen.typed ?? "";
    const value = Number(draft);
    const good = draft !== "" && Number.isFinite(value) && value >= 0 && value <= kind.most;
    const set = (amount) => { chosen.amount = amount; chosen.typed = undefined; self.redraw(true); };
    return [
      h("p", {}, `How much? (${kind.unit})`),
      kind.dial ? h("div", {},
        h("label", { for: "dial" }, `${draft === "" ? kind.most / 2 : draft}`),
        h("input", { id: "dial", type: "range", min: "0", max: String(kind.most), step: String(kind.most / 20), value: draft === "" ? String(kind.most / 2) : draft,
          oninput: (event) => { chosen.typed = event.target.value; self.redraw(); } }),
        button("Take this", () => set(Number(draft === "" ? kind.most / 2 : draft)), { kind: "main wide" }))
        : [choices(kind.amounts, null, set, "Amount"),
          h("div", {}, h("label", { for: "amount" }, `Another, up to ${kind.most}`),
            h("div", { class: "row" }, h("input", { id: "amount", type: "number", inputmode: "decimal", min: "0", max: String(kind.most), step: "any", value: draft,
              oninput: (event) => { chosen.typed = event.target.value; self.redraw(); } }),
            button("Take", () => set(value), { disabled: !good })))],
    ];
  },

  review(page, chosen) {
    return [h("h3", {}, page.orderWords(words(chosen)))];
  },
};

function list(page, chosen, self, options, title, take) {
  const rows = options.map((one) => named(page, one)).filter(([, text]) => text.toLowerCase().includes(chosen.search.trim().toLowerCase()));
  if (options.length > 8) rows.sort((a, b) => a[1].localeCompare(b[1]));
  return [
    h("p", { class: "muted" }, title),
    options.length > 8 && h("input", { type: "search", "aria-label": "Find", placeholder: "Find", value: chosen.search,
      oninput: (event) => { chosen.search = event.target.value; self.redraw(); } }),
    rows.length ? rows.map(([value, text]) => h("button", { type: "button", class: "pick",
      onclick: () => { take(value); chosen.search = ""; self.redraw(true); } }, h("b", {}, text))) : nothing("Nothing of that name."),
  ];
}

/* The numbers that should move, from what the seat knows and believes. */
function foreseen({ effects, ahead, note }) {
  return h("div", { class: "stack tight" }, h("h3", {}, "What it should do"),
    h("dl", { class: "facts" }, effects.map(([words, change, good, why]) => [
      h("dt", {}, words, why && h("span", { class: "muted small" }, ` (${why})`)),
      h("dd", { class: good > 0 ? "good" : good < 0 ? "bad" : "" }, change)])),
    note && h("p", { class: "muted" }, note), effects.length ? h("p", { class: "muted small" }, `${ahead}.`) : null);
}

function told(verdict, fault) {
  if (fault) return h("p", { class: "warned" }, `It could not be checked: ${fault}`);
  if (!verdict) return nothing("One moment …");
  return [
    h("p", {}, `It costs ${verdict.cost}.`),
    verdict.refusal ? h("p", { class: "refused" }, `Would be refused: ${verdict.refusal}`) : h("p", { class: "good" }, "It can be carried out."),
    verdict.warning && h("p", { class: "warned" }, `Possible, at a price: ${verdict.warning}`),
  ];
}
