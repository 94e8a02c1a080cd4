/* What waits for our word, offers to us and from us, notes. */

import { button, fill, h, sheet, toast } from "../dom.js";
import { hour } from "../clock.js";
import { nothing, over } from "../parts.js";

const CHIPS = { open: "", accepted: "good", refused: "bad" };

export function talksTab(page) {
  const { talks, table, clock } = page.view;
  const theirs = talks.offers.filter((one) => !one.own),
    ours = talks.offers.filter((one) => one.own);
  return [
    page.mayWrite &&
      button("Offer an agreement", () => page.openOffer({}), {
        kind: "main wide",
        sign: "add",
        disabled: clock.phase !== "talks",
      }),
    page.mayWrite &&
      clock.phase !== "talks" &&
      h(
        "p",
        { class: "muted small" },
        "Offers are made in the talks; those that were made can still be answered.",
      ),
    over("Offers to us"),
    theirs.length
      ? h(
          "div",
          { class: "stack tight" },
          theirs.map((one) => offer(page, one)),
        )
      : nothing("Nobody has offered us anything this turn."),
    over("Our offers"),
    ours.length
      ? h(
          "div",
          { class: "stack tight" },
          ours.map((one) => offer(page, one)),
        )
      : nothing("We have offered nothing this turn."),
    over("Votes, invitations, calls"),
    table.matters.length
      ? h(
          "div",
          { class: "stack tight" },
          table.matters.map((one) => matter(page, one)),
        )
      : nothing("Nothing waits for our word."),
    notes(page),
  ];
}

function offer(page, one) {
  const { world, table } = page.view;
  const kind = table.kinds.find(([name]) => name === one.kind);
  const said = (accept) =>
    page.command(
      { do: "answer", number: one.number, accept, turn: page.view.clock.turn },
      accept ? "Accepted: it is signed as the turn ends." : "Refused.",
    );
  return h(
    "article",
    { class: "card stack tight", "data-offer": one.number.join("-") },
    h(
      "div",
      { class: "row" },
      h("h3", { class: "grow" }, world.names[one.other]),
      h("span", { class: `chip ${CHIPS[one.answer]}` }, one.answer),
    ),
    h("p", {}, one.title),
    one.lines.length
      ? h(
          "ul",
          { class: "small muted" },
          one.lines.map((line) => h("li", {}, line)),
        )
      : null,
    one.warning && h("p", { class: "warned small" }, `Possible, at a price: ${one.warning}`),
    kind &&
      h(
        "details",
        { class: "small" },
        h("summary", {}, "What it would mean"),
        h(
          "ul",
          {},
          kind[2].map((line) => h("li", {}, line)),
        ),
      ),
    page.mayWrite &&
      (one.own
        ? one.answer === "open" &&
          button("Take back", () =>
            page.command(
              { do: "withdraw", number: one.number, turn: page.view.clock.turn },
              "Taken back.",
            ),
          )
        : h(
            "div",
            { class: "choices" },
            h(
              "button",
              {
                type: "button",
                "aria-pressed": String(one.answer === "accepted"),
                onclick: () => said(true),
              },
              "Accept",
            ),
            h(
              "button",
              {
                type: "button",
                "aria-pressed": String(one.answer === "refused"),
                onclick: () => said(false),
              },
              "Refuse",
            ),
            page.view.clock.phase === "talks" &&
              button("Other terms", () =>
                page.openOffer({
                  to: one.other,
                  kind: one.kind,
                  terms: turned(one.terms),
                  number: one.number,
                }),
              ),
          )),
  );
}

/* Terms as the other side sees them: what they promise is what we ask. */
function turned(terms) {
  const found = { ...terms };
  if ("balance" in terms) found.balance = -terms.balance;
  delete found.give;
  delete found.ask;
  if (terms.ask) found.give = terms.ask;
  if (terms.give) found.ask = terms.give;
  return found;
}

function matter(page, one) {
  const said = (page.draft.words[one.part] || {})[one.slot];
  const choice = ([word, words]) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": String(said === word),
        disabled: !page.mayWrite,
        onclick: () => page.draft.say(one.part, one.slot, said === word ? null : word),
      },
      words,
    );
  return h(
    "article",
    { class: "card stack tight" },
    h("p", {}, one.text),
    h("div", { class: "choices" }, choice(one.yes), choice(one.no)),
    !said &&
      h("p", { class: "muted small" }, "Without a word from us: as we said before, or silence."),
  );
}

export function notes(page) {
  const { notes: all } = page.view;
  return [
    over("Notes"),
    h(
      "div",
      { class: "row wrap" },
      button("Write a note", () => page.openNote(""), { sign: "add" }),
      button("Ask the facilitator", () => page.openNote("facilitator"), { sign: "help" }),
    ),
    all.length
      ? h(
          "div",
          { class: "stack tight" },
          all.map((one) => note(page, one)),
        )
      : nothing("Nobody has written yet."),
  ];
}

export function who(page, code) {
  return code === "facilitator"
    ? "the facilitator"
    : code === "everybody"
      ? "everybody"
      : page.view.world.names[code];
}

function note(page, one) {
  const fresh = !one.own && !one.read;
  return h(
    "article",
    { class: `card stack tight${fresh ? " eyes" : ""}` },
    h(
      "p",
      { class: "row small muted" },
      h(
        "b",
        { class: "grow" },
        one.own ? `To ${who(page, one.other)}` : `From ${who(page, one.other)}`,
      ),
      hour(one.at),
    ),
    one.title && h("h3", {}, one.title),
    h("p", { class: "written" }, one.text),
    one.own
      ? h("p", { class: "muted small" }, one.read ? "read" : "not read yet")
      : h(
          "div",
          { class: "choices" },
          fresh && button("Mark as read", () => page.command({ do: "read", note: one.number })),
          button("Answer", () => page.openNote(one.other)),
        ),
  );
}

export function openNote(page, to) {
  const { seat, world } = page.view;
  let receiver = to,
    text = "",
    fault = "",
    sending = false;
  const send = (self) => {
    sending = true;
    self.redraw();
    page.link.send({ do: "note", to: receiver, text }).then(
      () => {
        self.close();
        toast("Sent.");
      },
      (error) => {
        sending = false;
        fault = error.message;
        self.redraw();
      },
    );
  };
  const others = seat.teams
    .filter((code) => code !== seat.iso)
    .sort((a, b) => world.names[a].localeCompare(world.names[b]));
  sheet("A note", (self) => {
    fill(
      self.body,
      h(
        "div",
        {},
        h("label", { for: "note-to" }, "To"),
        h(
          "select",
          {
            id: "note-to",
            value: receiver,
            onchange: (event) => {
              receiver = event.target.value;
              self.redraw();
            },
          },
          h("option", { value: "" }, "Choose …"),
          h("option", { value: "facilitator" }, "The facilitator"),
          others.map((code) => h("option", { value: code }, world.names[code])),
        ),
      ),
      h(
        "div",
        {},
        h("label", { for: "note-text" }, "Text"),
        h("textarea", {
          id: "note-text",
          maxlength: "2000",
          rows: "5",
          value: text,
          oninput: (event) => {
            text = event.target.value;
            self.redraw();
          },
        }),
      ),
      fault && h("p", { class: "refused" }, fault),
    );
    fill(
      self.footer,
      button(sending ? "Sending …" : "Send", () => send(self), {
        kind: "main",
        disabled: !receiver || !text.trim() || sending,
      }),
    );
  });
}
