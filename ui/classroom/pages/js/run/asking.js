/* What the facilitator is asked before something that is not easily undone. */

import { button, fill, h, sheet } from "../dom.js";

const MINUTES = [1, 2, 3, 5, 8, 10, 15, 20];

export function confirm(title, words, yes, act) {
  sheet(title, (self) => {
    const go = () => {
      self.close();
      act();
    };
    fill(self.body, words);
    fill(
      self.footer,
      button("Not now", () => self.close()),
      button(yes, go, { kind: "main" }),
    );
  });
}

export function askClock(page) {
  sheet("A clock for this phase", (self) => {
    const set = (minutes) => {
      self.close();
      page.order({ do: "clock", seconds: 60 * minutes });
    };
    const choices = MINUTES.map((minutes) => button(`${minutes} min`, () => set(minutes)));
    fill(self.body, h("div", { class: "choices" }, choices));
  });
}

/* Resolve the turn; where some have not handed in, ask first. */
export function askClose(page) {
  const { progress, board } = page.view;
  const close = () => page.order({ do: "close" }, "The turn is resolved.");
  const missing = board.seats.filter((one) => !one.player && one.people.length && !one.submitted);
  if (!missing.length) {
    close();
    return;
  }
  const words = [
    h("p", {}, `${progress.submitted} of ${progress.teams} teams have handed in. Not yet:`),
    h("p", {}, missing.map((one) => one.name).join(", ")),
    h("p", { class: "muted" }, "Who has not handed in keeps its promises and does nothing else."),
  ];
  confirm("Resolve the turn?", words, "Resolve", close);
}
