/* What a seat is shown, for the facilitator: to read, not to act. */

import { fill, h, sheet } from "../dom.js";
import { ordersTab } from "../tabs/orders.js";
import { brief } from "../tabs/brief.js";
import { newsTab } from "../tabs/news.js";
import { relations } from "../tabs/world.js";
import { talksTab } from "../tabs/talks.js";
import { nothing } from "../parts.js";

const PARTS = {
  brief: ["Brief", brief],
  relations: ["Relations", relations],
  talks: ["Talks", talksTab],
  orders: ["Orders", ordersTab],
  news: ["News", newsTab],
};

export function openView(page, iso) {
  let shown = null,
    fault = "",
    tab = "brief";
  const ask = (self) =>
    page.link.ask({ do: "see", seat: iso }).then(
      ({ view }) => {
        shown = standIn(view, self);
        self.redraw();
      },
      (error) => {
        fault = error.message;
        self.redraw();
      },
    );
  const one = sheet("As this seat sees it", (self) => {
    if (shown) self.title(`As ${shown.view.seat.name} sees it`);
    fill(
      self.body,
      fault
        ? h("p", { class: "refused" }, fault)
        : !shown
          ? nothing("One moment …")
          : [
              h(
                "div",
                { class: "strip", role: "group", "aria-label": "Parts" },
                Object.entries(PARTS).map(([name, [words]]) =>
                  h(
                    "button",
                    {
                      type: "button",
                      "aria-pressed": String(name === tab),
                      onclick: () => {
                        tab = name;
                        self.redraw(true);
                      },
                    },
                    words,
                  ),
                ),
              ),
              PARTS[tab][1](shown),
            ],
    );
  });
  ask(one);
}

/* A page on which nothing can be written, for the tabs of a team. */
function standIn(view, self) {
  const judged = view.draft;
  const idle = () => {};
  return {
    view,
    sort: "near",
    inPlay: false,
    mayWrite: false,
    draft: { words: view.draft.words, judged, pending: false },
    link: { online: true, send: () => Promise.reject(new Error()) },
    set(values) {
      Object.assign(this, values);
      self.redraw();
    },
    orderWords: (order) => order.do,
    command: idle,
    openNation: idle,
    openNote: idle,
    openOffer: idle,
    openComposer: idle,
  };
}
