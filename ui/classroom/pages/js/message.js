/* What must not be missed, over every tab: messages of the facilitator, a nudge, the debrief. */

import { button, h } from "./dom.js";

export function message(page) {
  const { notes, seat, clock, draft } = page.view;
  const fresh = notes.filter((one) => one.other === "facilitator" && !one.own && !one.read);
  return [
    clock.phase === "debrief" &&
      h(
        "section",
        { class: "panel stack tight", role: "status" },
        h("h2", {}, "The debrief is open"),
        h(
          "p",
          {},
          "What all seats kept to themselves may be told now. The statements after the game " +
            "are under Brief.",
        ),
        h("a", { class: "button main", href: "/debrief" }, "Open the debrief"),
      ),
    seat.player &&
      page.inPlay &&
      h(
        "p",
        { class: "panel", role: "status" },
        seat.coming
          ? `A policy (${seat.player}) plays your seat now; from the next turn on it is yours.`
          : `A policy (${seat.player}) plays your seat. The facilitator can give it back to you.`,
      ),
    seat.coming &&
      !seat.player &&
      h(
        "p",
        { class: "panel", role: "status" },
        `From the next turn on a policy (${seat.coming}) plays your seat.`,
      ),
    seat.nudged &&
      page.inPlay &&
      !draft.submitted &&
      h(
        "p",
        { class: "panel warned", role: "status" },
        "The facilitator asks you to hand in your orders.",
      ),
    fresh.map((one) =>
      h(
        "section",
        { class: "panel eyes stack tight", role: "status" },
        h(
          "p",
          { class: "muted small" },
          one.all ? "The facilitator to everybody" : "The facilitator to you",
        ),
        one.title && h("h3", {}, one.title),
        h("p", { class: "written" }, one.text),
        button("Read", () => page.command({ do: "read", note: one.number }), { sign: "check" }),
      ),
    ),
  ];
}
