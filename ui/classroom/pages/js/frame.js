/* What stands around a team's tabs: its nation, the clock, the tabs with what waits behind them. */

import { h, icon } from "./dom.js";
import { themeButton } from "./switch.js";

export function header(page) {
  const { seat, clock, progress } = page.view;
  const asked = ["talks", "orders"].includes(clock.phase);
  const handed = `${progress.submitted}/${progress.teams} handed in`;
  const lost = "Connection lost: trying again. What you write is kept.";
  const title = h(
    "div",
    { class: "grow" },
    h("h1", {}, seat.name),
    h(
      "p",
      { class: "row wrap" },
      h("span", { class: "chip on" }, `${clock.label} · ${clock.word}`),
      clock.paused && h("span", { class: "chip gold" }, "paused"),
    ),
  );
  const time = h("div", {}, page.time, asked && h("p", { class: "muted small num" }, handed));
  return [
    !page.link.online && h("p", { class: "strip-bad", role: "alert", id: "offline" }, lost),
    h(
      "header",
      { class: "head", id: "head" },
      h("div", { class: "row" }, title, themeButton(), time),
    ),
  ];
}

/* The tabs; `names` are words by tab. */
export function tabBar(page, now, names) {
  const counts = { talks: waiting(page) };
  const tabs = Object.entries(names).map(([name, [words]]) => {
    const marks = {
      role: "tab",
      class: name === "map" ? "only-small" : "",
      "aria-selected": String(name === now),
      "aria-controls": "content",
    };
    return h(
      "button",
      { type: "button", ...marks, onclick: () => page.choose(name) },
      icon(name),
      words,
      name === "orders" &&
        page.view.draft.submitted &&
        h(
          "span",
          { class: "badge done" },
          icon("check"),
          h("span", { class: "hide" }, "handed in"),
        ),
      counts[name]
        ? h("span", { class: "badge" }, String(counts[name]), h("span", { class: "hide" }, " new"))
        : null,
    );
  });
  return h(
    "nav",
    { id: "tabs", "aria-label": "Parts of the page" },
    h("div", { class: "tabs", role: "tablist" }, tabs),
  );
}

/* How many things in the talks wait for the team's word. */
function waiting(page) {
  const { talks, table, notes } = page.view;
  const unread = notes.filter((one) => !one.own && !one.read && one.other !== "facilitator").length;
  if (!page.inPlay) return unread;
  const said = (one) => (page.draft.words[one.part] || {})[one.slot];
  const offers = talks.offers.filter((one) => !one.own && one.answer === "open").length;
  return unread + offers + table.matters.filter((one) => !said(one)).length;
}
