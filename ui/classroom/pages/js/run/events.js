/* What the facilitator does to the world: injects of the scenario, free ones, overrides. */

import { button, fill, h, sheet, toast } from "../dom.js";
import { nothing, over } from "../parts.js";
import { effectForm } from "./effects.js";

export function eventsTab(page) {
  const { events, clock, board } = page.view;
  const playing = clock.phase === "talks" || clock.phase === "orders";
  const waiting = new Set(events.queue.map((one) => one.id));
  return [
    over("Happens as this turn is resolved"),
    events.queue.length
      ? h(
          "div",
          { class: "stack tight" },
          events.queue.map((one, at) =>
            h(
              "article",
              { class: "card eyes stack tight" },
              h("h3", {}, one.title || "Override"),
              one.text && h("p", { class: "small" }, one.text),
              told(one, board),
              one.reason && h("p", { class: "muted small" }, `Reason: ${one.reason}`),
              button("Take back", () => page.order({ do: "take_back", k: at }, "Taken back.")),
            ),
          ),
        )
      : nothing("Nothing but what the seats do."),
    h(
      "div",
      { class: "choices" },
      button("An event of your own", () => openForm(page, "inject_free"), {
        disabled: !playing,
        sign: "add",
      }),
      button("Override", () => openForm(page, "override"), { disabled: !playing }),
    ),
    !playing && h("p", { class: "muted small" }, "Events happen while a turn is played."),
    over("Injects of the scenario"),
    events.injects.length
      ? h(
          "div",
          { class: "stack tight" },
          events.injects.map((one) =>
            h(
              "article",
              { class: "card stack tight" },
              h("h3", {}, one.title),
              h("p", { class: "small" }, one.text),
              told(one, board),
              button(
                waiting.has(one.id) ? "Waits for this turn" : "Inject",
                () =>
                  page.order(
                    { do: "inject", event: one.id },
                    "It happens as the turn is resolved.",
                  ),
                { disabled: !playing || waiting.has(one.id) },
              ),
            ),
          ),
        )
      : nothing("The scenario has none."),
    events.dated.length
      ? [
          over("Dated events"),
          h(
            "ul",
            { class: "lines" },
            events.dated.map(([month, title]) =>
              h(
                "li",
                { class: "told" },
                h("span", { class: "num muted" }, month),
                h("span", { class: "grow" }, title),
              ),
            ),
          ),
        ]
      : null,
  ];
}

/* What an event does, and who is told of it. */
function told(one, { names }) {
  const who = one.seats.length ? one.seats.map((code) => names[code]).join(", ") : "everybody";
  return h(
    "p",
    { class: "muted small" },
    one.effects.length ? `${one.effects.join("; ")}. ` : "No effect but the news. ",
    one.do === "override" ? "Nobody is told." : `Told to: ${who}.`,
  );
}

function openForm(page, what) {
  const free = what === "inject_free";
  const state = {
    title: "",
    text: "",
    reason: "",
    seats: [],
    effects: [],
    one: { do: "" },
    fault: "",
    busy: false,
  };
  const names = page.view.board.names;
  const codes = Object.keys(names).sort((a, b) => names[a].localeCompare(names[b]));
  const send = (self) => {
    state.busy = true;
    self.redraw();
    const words = free
      ? {
          do: what,
          title: state.title,
          text: state.text,
          effects: state.effects,
          seats: state.seats,
          reason: state.reason,
        }
      : { do: what, effects: state.effects, reason: state.reason };
    page.link.send(words).then(
      () => {
        self.close();
        toast("It happens as the turn is resolved.");
      },
      (error) => {
        state.busy = false;
        state.fault = error.message;
        self.redraw();
      },
    );
  };
  sheet(free ? "An event of your own" : "Override, with a reason", (self) => {
    const typed = (key, words, area) =>
      h(
        "div",
        {},
        h("label", { for: `event-${key}` }, words),
        h(area ? "textarea" : "input", {
          id: `event-${key}`,
          maxlength: area ? "2000" : "120",
          value: state[key],
          oninput: (event) => {
            state[key] = event.target.value;
            self.redraw();
          },
        }),
      );
    fill(
      self.body,
      free && [typed("title", "Headline"), typed("text", "What those read who are told", true)],
      free &&
        h(
          "div",
          {},
          h("label", { for: "event-to" }, "Told to"),
          h(
            "select",
            {
              id: "event-to",
              value: "",
              onchange: (event) => {
                const code = event.target.value;
                if (code && !state.seats.includes(code)) state.seats.push(code);
                event.target.value = "";
                self.redraw();
              },
            },
            h(
              "option",
              { value: "" },
              state.seats.length ? "and …" : "everybody; choose to tell some alone",
            ),
            codes.map((code) => h("option", { value: code }, names[code])),
          ),
          h(
            "div",
            { class: "choices" },
            state.seats.map((code) =>
              button(`${names[code]} ×`, () => {
                state.seats = state.seats.filter((one) => one !== code);
                self.redraw();
              }),
            ),
          ),
        ),
      over("Effects"),
      h(
        "ul",
        { class: "lines" },
        state.effects.map((one, at) =>
          h(
            "li",
            {},
            h("span", { class: "grow" }, inWords(one, names)),
            button(
              "Take out",
              () => {
                state.effects.splice(at, 1);
                self.redraw();
              },
              { kind: "flat" },
            ),
          ),
        ),
      ),
      effectForm(page, state, self, codes, names),
      typed("reason", free ? "Reason, for the record (if you like)" : "Reason, for the record"),
      state.fault && h("p", { class: "refused", role: "alert" }, state.fault),
    );
    const ready = free
      ? state.title.trim() && state.text.trim()
      : state.effects.length && state.reason.trim();
    fill(
      self.footer,
      button(free ? "Let it happen" : "Override", () => send(self), {
        kind: "main",
        disabled: !ready || state.busy,
      }),
    );
  });
}

function inWords(one, names) {
  return [
    one.do,
    names[one.nation],
    one.other && names[one.other],
    one.what,
    one.amount !== undefined && `${one.amount}`,
  ]
    .filter(Boolean)
    .join(" · ");
}
