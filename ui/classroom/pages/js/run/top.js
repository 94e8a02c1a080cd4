/* The head of the facilitator's page: phases, the clock, what comes next. */

import { button, h } from "../dom.js";
import { themeButton } from "../switch.js";
import { askClock, askClose } from "./asking.js";

const PHASES = [
  ["lobby", "Lobby"],
  ["briefing", "Briefing"],
  ["talks", "Talks"],
  ["orders", "Orders"],
  ["debrief", "Debrief"],
];

export function top(page) {
  const { clock, progress, board } = page.view;
  const playing = clock.phase === "talks" || clock.phase === "orders";
  const turn = `${clock.label} · turn ${Math.min(clock.turn + 1, clock.turns)} of ${clock.turns}`;
  const handed = `${progress.submitted} of ${progress.teams} handed in`;
  return h(
    "header",
    { class: "top panel", id: "top" },
    h(
      "div",
      { class: "grow" },
      h("h1", {}, board.title),
      steps(clock),
      h("p", { class: "muted small num" }, turn),
    ),
    h("div", {}, page.time, playing && h("p", { class: "muted small num" }, handed)),
    h(
      "div",
      { class: "row wrap" },
      timing(page),
      next(page),
      button("Message", () => page.openMessage([])),
      themeButton(),
    ),
  );
}

function steps(clock) {
  const step = ([name, words]) => {
    const now = name === clock.phase;
    return h("li", { class: now ? "chip on" : "chip", "aria-current": now ? "step" : null }, words);
  };
  return h("ol", { class: "row wrap steps", "aria-label": "Phases" }, PHASES.map(step));
}

function timing(page) {
  const { clock } = page.view;
  if (clock.phase === "debrief") return null;
  const more = (seconds) => () => page.order({ do: "extend", seconds });
  const running = clock.deadline !== null || clock.left !== null;
  return [
    clock.paused
      ? button("Go on", () => page.order({ do: "resume" }))
      : button("Pause", () => page.order({ do: "pause" })),
    running ? button("−1 min", more(-60)) : button("Clock", () => askClock(page)),
    running && button("+1 min", more(60)),
  ];
}

/* What the class does next. */
function next(page) {
  const open = (phase) => () => page.order({ do: "open", phase });
  const main = { kind: "main" };
  return {
    lobby: () => button("Open the briefing", open("briefing"), main),
    briefing: () => button("Begin the talks", open("talks"), main),
    talks: () => [
      button("Resolve now", () => askClose(page)),
      button("On to orders", open("orders"), main),
    ],
    orders: () => button("Resolve the turn", () => askClose(page), main),
    debrief: () => h("a", { class: "button main", href: "/debrief" }, "Open the debrief"),
  }[page.view.clock.phase]();
}
