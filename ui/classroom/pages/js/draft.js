/* The draft of a team: kept here at once, and on the server when the hand rests. */

import { toast } from "./dom.js";
import { recall, remember } from "./kept.js";

const PAUSE = 400; // ms without a change before it is sent
const PATIENCE = 1500; // ms in which the server's own view of it must have come
const PARTS = { orders: [], attend: {}, votes: {}, honour: {} };

/* Two drafts are the same if their parts are, whether empty ones are named or not. */
const written = (words) => JSON.stringify({ ...PARTS, ...words });

export class Draft {
  constructor(page) {
    this.page = page;
    this.begin(-1, { orders: [], means: [] });
  }

  begin(turn, judged) {
    Object.assign(this, { turn, words: {}, dirty: false, pending: false, awaited: "", judged });
  }

  get box() {
    return `draft.${this.page.token}`;
  }

  get orders() {
    return this.words.orders || [];
  }

  /* Take the server's draft, unless something was written here that it does not have yet. */
  take() {
    const { draft, clock } = this.page.view;
    if (this.turn !== clock.turn) {
      this.begin(clock.turn, draft);
      const kept = recall(this.box);
      if (kept && kept.turn === clock.turn && this.page.inPlay && !draft.submitted) {
        this.words = kept.words;
        this.write();
        return;
      }
    }
    const here = written(draft.words);
    if (this.dirty || (this.awaited && here !== this.awaited)) return;
    Object.assign(this, { words: draft.words, judged: draft, pending: false, awaited: "" });
  }

  edit(words) {
    this.words = { ...this.words, ...words };
    this.write();
    this.page.redraw();
  }

  write() {
    Object.assign(this, { dirty: true, pending: true, awaited: "" });
    remember(this.box, { turn: this.turn, words: this.words });
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.send(), PAUSE);
  }

  /* Send what is not sent yet. */
  send() {
    clearTimeout(this.resting);
    if (!this.dirty) return;
    const text = written(this.words);
    this.page.link.send({ do: "draft", turn: this.turn, ...JSON.parse(text) }).then(
      () => {
        if (written(this.words) === text) this.settle(text);
      },
      (fault) => {
        toast(fault.message);
        this.settle("");
      },
    );
  }

  /* The server has it: its own view of it is to come, but a view from before may come first. */
  settle(text) {
    Object.assign(this, { dirty: false, awaited: text });
    remember(this.box, null);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.awaited = "";
      this.take();
      this.page.redraw();
    }, PATIENCE);
    this.take();
    this.page.redraw();
  }

  with(order) {
    return { ...this.words, orders: [...this.orders, order] };
  }

  add(order) {
    this.edit({ orders: [...this.orders, order] });
    toast("Added to our orders.");
  }

  drop(at) {
    this.edit({ orders: this.orders.filter((_, place) => place !== at) });
  }

  /* Put an order before the one above it. */
  raise(at) {
    const orders = [...this.orders];
    [orders[at - 1], orders[at]] = [orders[at], orders[at - 1]];
    this.edit({ orders });
  }

  /* Yes, no or nothing to something on the table. */
  say(part, slot, word) {
    const said = { ...(this.words[part] || {}) };
    if (word === null) delete said[slot];
    else said[slot] = word;
    this.edit({ [part]: said });
  }
}

/* An order in words, before the server has judged it. */
export function orderWords(order, { desk, world }) {
  const kind = desk.families.flatMap((family) => family.kinds).find((one) => one.kind === order.do);
  const lists = kind ? [kind.targets || [], ...Object.values(kind.choices || {})] : [];
  const name = (code) => {
    const pair = lists.flat().find((one) => Array.isArray(one) && one[0] === code);
    return pair ? pair[1] : world.names[code] || code;
  };
  const money = kind && kind.unit === "$m";
  const parts = [
    order.target && name(order.target),
    order.what && name(order.what),
    order.amount !== undefined && (money ? `$${order.amount} m` : `${order.amount}`),
  ].filter(Boolean);
  return `${kind ? kind.title : order.do}${parts.length ? `: ${parts.join(", ")}` : ""}`;
}
