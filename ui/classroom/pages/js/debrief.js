/* Looking back: numbers over time, turning points, promises, beliefs and truth. */

import { button, fill, h } from "./dom.js";
import { recall } from "./kept.js";
import { over, share } from "./parts.js";
import { themeButton } from "./switch.js";

const root = document.getElementById("debrief");
const PAR =
  "Par is what the same seat attains with the same luck when its doctrine policy plays it. " +
  "It is a comparison, not a grade.";
const AGAIN = 4000; // ms until the debrief is asked for again where it is not open yet
const place = recall("seat");
const token = recall("facilitator") || (place && place.token);

async function load() {
  if (!token) {
    says(
      "The debrief is for those who played",
      "Join the session first.",
      h("a", { class: "button main", href: "/" }, "Join the session"),
    );
    return;
  }
  try {
    const answer = await fetch("/api/debrief", { headers: { Authorization: `Bearer ${token}` } });
    const told = await answer.json();
    if (answer.ok) {
      show(told);
      if (!told.ready) setTimeout(load, AGAIN);
      return;
    }
    says(
      "Not yet",
      told.error.message,
      h(
        "a",
        { class: "button", href: recall("facilitator") ? "/run" : "/play" },
        "Back to the game",
      ),
    );
  } catch {
    says("No connection", "The classroom does not answer; trying again.");
  }
  setTimeout(load, AGAIN);
}

function says(title, text, more) {
  fill(root, h("main", { class: "narrow stack" }, h("h1", {}, title), h("p", {}, text), more));
}

function show(told) {
  document.title = `Debrief · ${told.title}`;
  fill(
    root,
    h(
      "header",
      { class: "row" },
      h(
        "div",
        { class: "grow" },
        h("p", { class: "muted" }, told.title),
        h("h1", {}, told.name ? `Looking back: ${told.name}` : "Looking back"),
      ),
      button("Print", () => window.print()),
      themeButton(),
    ),
    h(
      "main",
      { class: "stack" },
      told.lines.length
        ? [
            over("Our nation over time"),
            h(
              "div",
              { class: "charts" },
              told.lines.map((line) => chart(line, told.turns)),
            ),
          ]
        : null,
      !told.ready && h("p", { class: "panel", role: "status" }, "Par is being worked out …"),
      told.tables.some((one) => one.title === "Score") && h("p", { class: "muted" }, PAR),
      told.tables.map(table),
      place &&
        !recall("facilitator") &&
        h(
          "p",
          {},
          h("a", { class: "button", href: "/play" }, "Back to our seat and the statements"),
        ),
    ),
  );
}

/* A line from the start of the game to its end, with the numbers at both. */
function chart([words, good, values], turns) {
  const least = Math.min(...values),
    most = Math.max(...values),
    room = most - least || 1;
  const wide = 100 / Math.max(values.length - 1, 1);
  const height = (value) => (most > least ? 38 - (34 * (value - least)) / room : 21);
  const points = values.map((value, at) => `${wide * at},${height(value)}`).join(" ");
  const from = values[0],
    to = values.at(-1),
    level = Math.abs(to - from) < 0.005;
  const number = (value) => (Math.abs(most) >= 2 ? String(Math.round(value)) : share(value));
  return h(
    "figure",
    { class: "panel chart stack tight" },
    h(
      "figcaption",
      { class: "row" },
      h("b", { class: "grow" }, words),
      h(
        "span",
        { class: `num ${level ? "muted" : to > from === good > 0 ? "good" : "bad"}` },
        `${number(from)} → ${number(to)}`,
      ),
    ),
    h(
      "svg",
      {
        viewBox: "0 0 100 40",
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": `${words}: from ${number(from)} to ${number(to)}`,
      },
      h("line", { x1: 0, x2: 100, y1: 39, y2: 39 }),
      h("polyline", { points }),
    ),
    h(
      "div",
      { class: "row small muted" },
      h("span", { class: "grow" }, turns[0] || ""),
      turns.at(-1) || "",
    ),
  );
}

function table(one) {
  return [
    over(one.title),
    one.rows.length
      ? h(
          "div",
          { class: "panel scroll-x cards", tabindex: "0", role: "region", "aria-label": one.title },
          h(
            "table",
            {},
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                one.heads.map(([head, right]) => h("th", { class: right ? "right" : "" }, head)),
              ),
            ),
            h(
              "tbody",
              {},
              one.rows.map((row) =>
                h(
                  "tr",
                  {},
                  row.map((cell, at) =>
                    h(
                      "td",
                      { class: one.heads[at][1] ? "right" : "", "data-head": one.heads[at][0] },
                      cell,
                    ),
                  ),
                ),
              ),
            ),
          ),
          one.more ? h("p", { class: "muted small" }, `and ${one.more} more`) : null,
        )
      : h("p", { class: "muted" }, one.empty),
  ];
}

load();
