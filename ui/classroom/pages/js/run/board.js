/* Seats: who is there, who plays, how far each is; one seat as a sheet. */

import { confirm } from "./asking.js";
import { button, fill, h, sheet } from "../dom.js";
import { count, nothing, over } from "../parts.js";
import { door } from "./room.js";
import { openView } from "./see.js";

/* What is to be said of a seat in a word: [class of the dot, word]. */
function stateOf(one) {
  if (one.player) return ["bot", one.player];
  if (!one.people.length) return ["", "open"];
  if (!one.people.some((person) => person.connected)) return ["lost", "reconnecting"];
  return ["here", one.submitted ? "handed in" : "here"];
}

export function board(page) {
  const { seats } = page.view.board;
  const people = seats.filter((one) => one.people.length || !one.player);
  const others = seats.filter((one) => !people.includes(one));
  const joined = seats.filter((one) => one.people.length).length;
  const open = people.length - joined;
  return [
    page.view.clock.phase === "lobby" && page.door && door(page.door),
    h(
      "div",
      { class: "row" },
      h("h2", { class: "grow" }, "Seats"),
      h(
        "p",
        { class: "muted small" },
        `${joined} joined · ${open} open · ${others.length} by policies`,
      ),
    ),
    h(
      "div",
      { class: "board" },
      people.map((one) => card(page, one)),
    ),
    others.length
      ? h(
          "details",
          { class: "panel", open: !people.length || others.length < 9 },
          h(
            "summary",
            {},
            h("b", { class: "grow" }, `Seats that policies play (${others.length})`),
          ),
          h(
            "div",
            { class: "board" },
            others.map((one) => card(page, one)),
          ),
        )
      : null,
  ];
}

function card(page, one) {
  const [dot, word] = stateOf(one);
  const playing = page.view.clock.phase === "talks" || page.view.clock.phase === "orders";
  return h(
    "button",
    { type: "button", class: "card seat-card", onclick: () => page.openSeat(one.iso) },
    h(
      "span",
      { class: "row" },
      h("span", { class: `dot ${dot}` }),
      h("b", { class: "grow" }, one.name),
      h(
        "span",
        { class: `small ${one.submitted ? "good" : dot === "lost" ? "gold" : "muted"}` },
        word,
      ),
    ),
    one.people.length
      ? h(
          "span",
          { class: "small muted" },
          one.people.map((person, at) => person.name || `member ${at + 1}`).join(", "),
        )
      : null,
    one.coming &&
      h(
        "span",
        { class: "small gold" },
        one.coming === "person" ? "people from the next turn" : `${one.coming} from the next turn`,
      ),
    playing &&
      !one.player &&
      h(
        "span",
        { class: "small muted" },
        `${count(one.orders.length, "order")} · ${count(one.offers.length, "offer")}`,
        one.nudged ? " · asked to hand in" : "",
      ),
  );
}

export function openSeat(page, iso) {
  let chosen = "";
  sheet(iso, (self) => {
    const { board: room, clock } = page.view;
    const one = room.seats.find((seat) => seat.iso === iso);
    const playing = clock.phase === "talks" || clock.phase === "orders";
    const act = (words, done) =>
      page.command(words, done).then(
        () => setTimeout(() => self.redraw(), 700),
        () => {},
      );
    self.title(one.name);
    fill(
      self.body,
      h(
        "div",
        { class: "choices" },
        button("See as this seat", () => {
          self.close();
          openView(page, iso);
        }),
        button("Message", () => {
          self.close();
          page.openMessage([iso]);
        }),
        playing && !one.player && !one.submitted && one.people.length
          ? button("Ask to hand in", () => act({ do: "nudge", seat: iso }, "Asked."))
          : null,
      ),
      over("Team"),
      one.people.length
        ? h(
            "ul",
            { class: "lines" },
            one.people.map((person, at) =>
              h(
                "li",
                {},
                h("span", { class: `dot ${person.connected ? "here" : "lost"}` }),
                h("span", { class: "grow" }, person.name || `member ${at + 1}`),
                h(
                  "select",
                  {
                    "aria-label": `Move ${person.name || `member ${at + 1}`} to another seat`,
                    value: iso,
                    class: "short",
                    onchange: (event) =>
                      act(
                        { do: "assign", client: person.client, seat: event.target.value },
                        "Moved.",
                      ),
                  },
                  room.seats.map((seat) => h("option", { value: seat.iso }, seat.name)),
                ),
              ),
            ),
          )
        : nothing("Nobody sits here."),
      one.people.length
        ? button(
            "Free the seat",
            () =>
              confirm(
                "Free the seat?",
                [h("p", {}, "Its team is sent away and must join again.")],
                "Free it",
                () => act({ do: "free", seat: iso }, "Freed."),
              ),
            { kind: "danger" },
          )
        : null,
      over("Who plays"),
      h(
        "p",
        {},
        one.player ? `The policy “${one.player}”, as everybody can see.` : "Its team.",
        one.coming
          ? ` From the next turn on: ${one.coming === "person" ? "its team" : one.coming}.`
          : "",
      ),
      h(
        "div",
        { class: "row" },
        h(
          "select",
          {
            "aria-label": "Hand the seat to",
            value: chosen,
            onchange: (event) => {
              chosen = event.target.value;
              self.redraw();
            },
          },
          h("option", { value: "" }, "Hand the seat to …"),
          h("option", { value: "person" }, "its team"),
          room.policies.map(([name]) => h("option", { value: name }, name)),
        ),
        button(
          "Hand over",
          () =>
            act(
              { do: "hand", seat: iso, player: chosen },
              "Done: at once before the first talks, else from the next turn.",
            ),
          { disabled: !chosen },
        ),
      ),
      h(
        "p",
        { class: "muted small" },
        (room.policies.find(([name]) => name === chosen) || ["", ""])[1],
      ),
      over("Orders drafted"),
      one.orders.length
        ? h(
            "ul",
            { class: "lines" },
            one.orders.map(([text, said]) =>
              h(
                "li",
                { class: "told" },
                h(
                  "span",
                  { class: "grow" },
                  text,
                  said && h("span", { class: "gold small" }, ` ${said}`),
                ),
              ),
            ),
          )
        : nothing("None."),
      over("Offers made"),
      one.offers.length
        ? h(
            "ul",
            { class: "lines" },
            one.offers.map(([to, title, answer]) =>
              h(
                "li",
                { class: "told" },
                h("span", { class: "grow" }, `${title} to ${room.names[to]}`),
                h("span", { class: "muted small" }, answer),
              ),
            ),
          )
        : nothing("None."),
    );
  });
}
