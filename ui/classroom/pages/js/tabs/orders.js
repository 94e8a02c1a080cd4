/* The order desk: what we have, what we ordered, handing in. */

import { button, h } from "../dom.js";
import { meter, nothing, over } from "../parts.js";

export function ordersTab(page) {
  const { desk } = page.view;
  const { words, judged, pending } = page.draft;
  const orders = words.orders || [];
  return [
    over("This turn"),
    h(
      "section",
      { class: "panel stack tight", "aria-label": "Means of this turn" },
      judged.means.map((one) =>
        h(
          "div",
          {},
          h(
            "div",
            { class: "row" },
            h("span", { class: "grow" }, one.words),
            h("span", { class: "num" }, one.text),
          ),
          meter(one.share, "var(--gold)"),
        ),
      ),
    ),
    over(`Our orders · ${orders.length} of ${desk.slots}`),
    orders.length
      ? h(
          "div",
          { class: "stack tight" },
          orders.map((order, at) => drafted(page, order, judged.orders[at], at, pending)),
        )
      : nothing(
          desk.focus
            ? "None yet. What we leave open our ministry decides as usual."
            : "None yet. A seat that orders nothing keeps its promises.",
        ),
    page.mayWrite &&
      button("Add an order", () => page.openComposer({}), {
        kind: orders.length ? "wide" : "main wide",
        sign: "add",
        disabled: orders.length >= desk.slots,
      }),
    orders.length > 1 &&
      h(
        "p",
        { class: "muted small" },
        "Orders are paid from above: the first that go beyond our means fall.",
      ),
  ];
}

function drafted(page, order, verdict, at, pending) {
  const told =
    verdict && !pending
      ? verdict
      : { text: page.orderWords(order), refusal: "", warning: "", cost: "checking …" };
  return h(
    "article",
    { class: "card stack tight" },
    h("h3", {}, told.text),
    told.refusal && h("p", { class: "refused small" }, `Would be refused: ${told.refusal}`),
    told.warning && h("p", { class: "warned small" }, `Possible, at a price: ${told.warning}`),
    h(
      "div",
      { class: "row" },
      h("span", { class: "muted small grow" }, told.cost),
      page.mayWrite &&
        at > 0 &&
        button("Up", () => page.draft.raise(at), {
          kind: "flat",
          "aria-label": `Move up: ${told.text}`,
        }),
      page.mayWrite &&
        button("Take out", () => page.draft.drop(at), {
          kind: "flat",
          "aria-label": `Take out: ${told.text}`,
        }),
    ),
  );
}

/* The bar with which orders are handed in, or taken back. */
export function handing(page) {
  const { clock, draft } = page.view;
  if (!page.inPlay || page.view.seat.player) return null;
  if (page.sending)
    return h(
      "button",
      { type: "button", class: "main", disabled: true },
      page.link.online ? "Sending …" : "Waits for the connection …",
    );
  if (draft.submitted)
    return button("Orders received: tap to change", () => page.retract(), {
      kind: "received",
      sign: "check",
    });
  const count = (page.draft.words.orders || []).length;
  const words = count
    ? `Hand in ${count} ${count === 1 ? "order" : "orders"}`
    : "Hand in without orders";
  return button(words, () => page.submit(), {
    kind: count || clock.phase === "orders" ? "main" : "",
  });
}
