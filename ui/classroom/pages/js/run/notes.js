/* Notes to the facilitator, answers, messages to seats. */

import { hour } from "../clock.js";
import { button, fill, h, sheet, toast } from "../dom.js";
import { nothing } from "../parts.js";

export function notesTab(page) {
  const { notes, board } = page.view;
  const name = (code) => (code === "everybody" ? "everybody" : board.names[code]);
  return [
    button("A message", () => page.openMessage([]), { kind: "wide", sign: "add" }),
    notes.length
      ? notes.map((one) =>
          h(
            "article",
            { class: `card stack tight${!one.own && !one.read ? " eyes" : ""}` },
            h(
              "p",
              { class: "row small muted" },
              h(
                "b",
                { class: "grow" },
                one.own ? `To ${name(one.other)}` : `From ${name(one.other)}`,
              ),
              hour(one.at),
            ),
            one.title && h("h3", {}, one.title),
            h("p", { class: "written" }, one.text),
            one.own
              ? null
              : h(
                  "div",
                  { class: "choices" },
                  !one.read &&
                    button("Mark as read", () => page.order({ do: "seen", note: one.number })),
                  button("Answer", () => page.openMessage([one.other])),
                ),
          ),
        )
      : nothing("Nobody has asked for anything."),
  ];
}

export function openMessage(page, seats) {
  const { names, seats: there } = page.view.board;
  const state = { seats: [...seats], title: "", text: "", fault: "", busy: false };
  const send = (self) => {
    state.busy = true;
    self.redraw();
    page.link
      .send({ do: "message", seats: state.seats, title: state.title, text: state.text })
      .then(
        () => {
          self.close();
          toast("Sent.");
        },
        (error) => {
          state.busy = false;
          state.fault = error.message;
          self.redraw();
        },
      );
  };
  sheet("A message", (self) => {
    fill(
      self.body,
      h(
        "div",
        {},
        h("label", { for: "to" }, "To"),
        h(
          "select",
          {
            id: "to",
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
            state.seats.length ? "and …" : "everybody; choose to write to some alone",
          ),
          there.map((one) => h("option", { value: one.iso }, one.name)),
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
      h(
        "div",
        {},
        h("label", { for: "title" }, "Headline (if you like)"),
        h("input", {
          id: "title",
          maxlength: "120",
          value: state.title,
          oninput: (event) => {
            state.title = event.target.value;
          },
        }),
      ),
      h(
        "div",
        {},
        h("label", { for: "text" }, "Text"),
        h("textarea", {
          id: "text",
          maxlength: "2000",
          value: state.text,
          oninput: (event) => {
            state.text = event.target.value;
            self.redraw();
          },
        }),
      ),
      state.fault && h("p", { class: "refused", role: "alert" }, state.fault),
    );
    fill(
      self.footer,
      button("Send", () => send(self), {
        kind: "main",
        disabled: !state.text.trim() || state.busy,
      }),
    );
  });
}
