/* A new offer, step by step: to whom, what, on which terms; then what it would break. */

import { button, fill, h, sheet, toast } from "./dom.js";
import { choices, nothing, share } from "./parts.js";

const SAID = { accepted: "accepts", refused: "refuses", open: "will answer" };

export function openOffer(page, { to = "", kind = "", terms = {}, number = null }) {
  const chosen = { to, kind, terms: { ...terms }, search: "" };
  let warning = "",
    likely = "",
    fault = "",
    asked = "",
    sending = false;

  const plain = (self) => {
    const words = { to: chosen.to, kind: chosen.kind, ...differing(page, chosen.terms) };
    const text = JSON.stringify(words);
    if (text === asked) return;
    asked = text;
    page.ask({ about: "offer", offer: words }).then(
      (answer) => {
        ({ warning, likely } = answer);
        fault = "";
        self.redraw();
      },
      (error) => {
        warning = likely = "";
        fault = error.message;
        self.redraw();
      },
    );
  };

  const make = (self) => {
    sending = true;
    self.redraw();
    const rest = {
      kind: chosen.kind,
      terms: differing(page, chosen.terms),
      turn: page.view.clock.turn,
    };
    page.link
      .send(number ? { do: "counter", number, ...rest } : { do: "offer", to: chosen.to, ...rest })
      .then(
        (made) => {
          self.close();
          const answer = { 1: "accepted", 0: "open", "-1": "refused" }[made.offer.answer];
          const more = made.counter ? " It offers other terms." : "";
          toast(`${page.view.world.names[chosen.to]} ${SAID[answer]}.${more}`);
        },
        (error) => {
          sending = false;
          fault = error.message;
          self.redraw();
        },
      );
  };

  const one = sheet(number ? "Other terms" : "Offer an agreement", (self) => {
    const at = !chosen.to ? nations : !chosen.kind ? kinds : termsOf;
    self.onback(
      chosen.kind && !number
        ? () => {
            chosen.kind = "";
            self.redraw(true);
          }
        : chosen.to && !number && !to
          ? () => {
              chosen.to = "";
              self.redraw(true);
            }
          : null,
    );
    fill(
      self.body,
      at(page, chosen, self),
      chosen.kind && warning && h("p", { class: "warned" }, `Possible, at a price: ${warning}`),
      chosen.kind && likely && h("p", { class: "muted" }, likely),
      fault && h("p", { class: "refused" }, fault),
    );
    fill(
      self.footer,
      chosen.to &&
        chosen.kind &&
        button(sending ? "Sending …" : "Make the offer", () => make(self), {
          kind: "main",
          disabled: sending,
        }),
    );
    if (chosen.to && chosen.kind) plain(self);
  });
  return one;
}

/* Terms that are not those of a plain offer. */
function differing(page, terms) {
  const found = {};
  for (const [name, , usual] of page.view.table.terms)
    if (name in terms && terms[name] !== usual) found[name] = terms[name];
  return found;
}

function nations(page, chosen, self) {
  const { table, world } = page.view;
  const trust = Object.fromEntries(world.relations.map((one) => [one.iso, one]));
  const wanted = chosen.search.trim().toLowerCase();
  const rows = table.nations.filter((code) => world.names[code].toLowerCase().includes(wanted));
  return [
    table.nations.length > 8 &&
      h("input", {
        type: "search",
        "aria-label": "Find a nation",
        placeholder: "Find a nation",
        value: chosen.search,
        oninput: (event) => {
          chosen.search = event.target.value;
          self.redraw();
        },
      }),
    rows.length
      ? rows.map((code) =>
          h(
            "button",
            {
              type: "button",
              class: "pick",
              onclick: () => {
                chosen.to = code;
                self.redraw(true);
              },
            },
            h("b", { class: "grow" }, world.names[code]),
            trust[code] &&
              h("span", { class: "muted small num" }, `trust ${share(trust[code].trust)}`),
          ),
        )
      : nothing("No nation of that name."),
  ];
}

function kinds(page, chosen, self) {
  return [
    h("p", { class: "muted" }, `To ${page.view.world.names[chosen.to]}`),
    page.view.table.kinds.map(([name, words, meaning]) =>
      h(
        "button",
        {
          type: "button",
          class: "pick",
          onclick: () => {
            chosen.kind = name;
            self.redraw(true);
          },
        },
        h(
          "span",
          {},
          h("b", {}, words),
          h("br"),
          h("span", { class: "muted small" }, meaning.slice(0, 2).join(" ")),
        ),
      ),
    ),
  ];
}

function termsOf(page, chosen, self) {
  const kind = page.view.table.kinds.find(([name]) => name === chosen.kind);
  return [
    h("p", { class: "muted" }, `To ${page.view.world.names[chosen.to]}`),
    h("h3", {}, kind[1]),
    h(
      "ul",
      { class: "small muted" },
      kind[2].map((line) => h("li", {}, line)),
    ),
    page.view.table.terms.map(([name, words, usual, values]) =>
      h(
        "div",
        {},
        h("p", { class: "label" }, words),
        choices(
          values,
          chosen.terms[name] ?? usual,
          (value) => {
            chosen.terms[name] = value;
            self.redraw();
          },
          words,
        ),
      ),
    ),
  ];
}
