/* Small things that several tabs show. */

import { h } from "./dom.js";

export const share = (value) => value.toFixed(2).replace("-", "−");

export function step(value) {
  if (Math.abs(value) < 0.005) return "";
  return `${value > 0 ? "+" : "−"}${Math.abs(value).toFixed(2)}`;
}

export function over(text) {
  return h("h2", { class: "over" }, text);
}

export function nothing(text) {
  return h("p", { class: "muted" }, text);
}

/* A number of 0 to 1 as a bar. The number itself stands beside it, in text. */
export function meter(value, ink = "var(--cyan)") {
  return h(
    "div",
    { class: "meter", "aria-hidden": "true" },
    h("i", { style: { width: `${100 * Math.min(Math.max(value, 0), 1)}%`, background: ink } }),
  );
}

export function gauge(words, value, ink) {
  return h(
    "div",
    {},
    h(
      "div",
      { class: "row" },
      h("span", { class: "grow" }, words),
      h("span", { class: "num" }, share(value)),
    ),
    meter(value, ink),
  );
}

/* Causes with their amounts, which sum to what stands above them. */
export function causes(rows) {
  return h(
    "dl",
    { class: "facts small" },
    rows.map(([words, amount]) => [
      h("dt", {}, words),
      h(
        "dd",
        { class: amount.startsWith("−") ? "bad" : amount.startsWith("+") ? "good" : "muted" },
        amount,
      ),
    ]),
  );
}

export function facts(rows) {
  return h(
    "dl",
    { class: "facts" },
    rows.map(([words, value]) => [h("dt", { class: "muted" }, words), h("dd", {}, value)]),
  );
}

/* One of several values, each a button: [value, words]. */
export function choices(values, now, choose, label) {
  return h(
    "div",
    { class: "choices", role: "group", "aria-label": label },
    values.map(([value, words]) =>
      h(
        "button",
        { type: "button", "aria-pressed": String(value === now), onclick: () => choose(value) },
        words,
      ),
    ),
  );
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}
