/* A team's page: its view, the tabs, the draft that is kept here and on the server. */

import { openComposer } from "./composer.js";
import { ticking } from "./clock.js";
import { button, fill, h, icon, toast } from "./dom.js";
import { recall, remember } from "./kept.js";
import { Link } from "./link.js";
import { MapPlace } from "./map.js";
import { message } from "./message.js";
import { openNation } from "./nation.js";
import { openOffer } from "./offer.js";
import { themeButton } from "./switch.js";
import { brief } from "./tabs/brief.js";
import { newsTab } from "./tabs/news.js";
import { handing, ordersTab } from "./tabs/orders.js";
import { openNote, talksTab } from "./tabs/talks.js";
import { worldTab } from "./tabs/world.js";

const TABS = { brief: ["Brief", brief], map: ["Map", worldTab], talks: ["Talks", talksTab], orders: ["Orders", ordersTab], news: ["News", newsTab] };
const WIDE = window.matchMedia("(min-width: 900px)");
const PAUSE = 400; // ms without a change before a draft is sent
const PARTS = ["orders", "attend", "votes", "honour"];

class Page {
  constructor(token) {
    this.token = token;
    this.view = {};
    this.tab = recall("tab") || "brief";
    this.sort = "near";
    this.draft = { turn: -1, words: {}, dirty: false, pending: false, judged: { orders: [], means: [] } };
    this.link = new Link(token, {
      onview: (view) => this.take(view),
      onstate: () => this.redraw(),
      ongone: (fault) => gone(fault),
    });
    this.time = ticking(() => ({ clock: this.view.clock, now: this.link.now() }));
    this.map = new MapPlace({ onnation: (iso) => this.openNation(iso), onload: () => this.redraw() });
    WIDE.addEventListener("change", () => this.redraw());
    this.link.open();
  }

  get inPlay() { return ["talks", "orders"].includes(this.view.clock.phase) && !this.view.clock.over; }

  /* Whether the team may talk and order now. */
  get mayWrite() { return this.inPlay && !this.view.seat.player && !this.view.draft.submitted && !this.sending; }

  ask(question) { return this.link.ask({ do: "ask", ...question }); }

  command(words, done) {
    this.link.send(words).then(() => done && toast(done), (fault) => toast(fault.message));
  }

  set(values) { Object.assign(this, values); this.redraw(); }

  take(view) {
    const before = this.view.clock;
    this.view = view;
    if (!view.clock || !view.seat) return;
    if (before && before.turn !== view.clock.turn) this.newTurn(before, view.clock);
    this.takeDraft();
    this.redraw();
  }

  newTurn(before, clock) {
    this.sending = null;
    if (clock.phase === "debrief") return;
    toast(clock.turn > before.turn ? `${before.label} is over: see the news.` : `The game went back to ${clock.label}.`);
    if (!WIDE.matches && !document.querySelector("dialog")) this.tab = "news";
  }

  // --- the draft

  /* The server's draft, unless something was written here since that it does not have yet. */
  takeDraft() {
    const { draft, clock } = this.view;
    if (this.draft.turn !== clock.turn) {
      const kept = recall(`draft.${this.token}`);
      this.draft = { turn: clock.turn, words: {}, dirty: false, pending: false, judged: draft };
      if (kept && kept.turn === clock.turn && this.inPlay && !draft.submitted) {
        this.draft.words = kept.words;
        this.write();
        return;
      }
    }
    if (this.draft.dirty) return;
    this.draft.words = draft.words;
    this.draft.judged = draft;
    this.draft.pending = false;
  }

  edit(words) {
    this.draft.words = { ...this.draft.words, ...words };
    this.write();
    this.redraw();
  }

  /* Keep the draft here at once, and send it when the hand rests. */
  write() {
    Object.assign(this.draft, { dirty: true, pending: true });
    remember(`draft.${this.token}`, { turn: this.draft.turn, words: this.draft.words });
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.sendDraft(), PAUSE);
  }

  sendDraft() {
    clearTimeout(this.resting);
    if (!this.draft.dirty) return Promise.resolve();
    const { turn, words } = this.draft, text = JSON.stringify(words);
    const parts = Object.fromEntries(PARTS.filter((part) => part in words).map((part) => [part, words[part]]));
    return this.link.send({ do: "draft", turn, ...parts }).then(() => {
      if (JSON.stringify(this.draft.words) === text) this.settled();
    }, (fault) => {
      toast(fault.message);
      this.settled();
    });
  }

  settled() {
    this.draft.dirty = false;
    remember(`draft.${this.token}`, null);
    this.takeDraft();
    this.redraw();
  }

  get orders() { return this.draft.words.orders || []; }

  withOrder(order) { return { ...this.draft.words, orders: [...this.orders, order] }; }

  addOrder(order) { this.edit({ orders: [...this.orders, order] }); toast("Added to our orders."); }

  dropOrder(at) { this.edit({ orders: this.orders.filter((_, place) => place !== at) }); }

  moveOrder(at) {
    const orders = [...this.orders];
    [orders[at - 1], orders[at]] = [orders[at], orders[at - 1]];
    this.edit({ orders });
  }

  say(part, slot, word) {
    const said = { ...(this.draft.words[part] || {}) };
    if (word === null) delete said[slot]; else said[slot] = word;
    this.edit({ [part]: said });
  }

  submit() {
    this.hand({ do: "submit", turn: this.view.clock.turn }, "Orders handed in.");
  }

  retract() {
    this.hand({ do: "retract", turn: this.view.clock.turn }, "Taken back: change them and hand them in again.");
  }

  /* What was written goes first: both travel on one line, in order. */
  hand(command, done) {
    const sending = {};
    this.sending = sending;
    this.sendDraft();
    this.redraw();
    this.link.send(command).then(() => toast(done), (fault) => toast(fault.message)).finally(() => {
      if (this.sending === sending) this.sending = null;
      this.redraw();
    });
  }

  /* An order in words, before the server has judged it. */
  orderWords(order) {
    const { desk, world } = this.view;
    const kind = desk.families.flatMap((family) => family.kinds).find((one) => one.kind === order.do);
    const lists = kind ? [kind.targets || [], ...Object.values(kind.choices || {})] : [];
    const name = (code) => {
      const pair = lists.flat().find((one) => Array.isArray(one) && one[0] === code);
      return pair ? pair[1] : world.names[code] || code;
    };
    const parts = [order.target && name(order.target), order.what && name(order.what),
      order.amount !== undefined && (kind && kind.unit === "$m" ? `$${order.amount} m` : `${order.amount}`)].filter(Boolean);
    return `${kind ? kind.title : order.do}${parts.length ? `: ${parts.join(", ")}` : ""}`;
  }

  // --- what opens

  openNation(iso) { this.looked = iso; this.redraw(); openNation(this, iso); }

  openOffer(start) { openOffer(this, start); }

  openComposer(start) { openComposer(this, start); }

  openNote(to) { openNote(this, to); }

  // --- drawing

  redraw() {
    if (!this.view.clock || !this.view.seat) { waiting(this.link); return; }
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = null; this.draw(); });
  }

  draw() {
    const { seat } = this.view;
    document.title = `${seat.name} · ${seat.title}`;
    if (WIDE.matches && this.tab === "map") this.tab = "brief";
    const tab = TABS[this.tab] ? this.tab : "brief";
    const bar = (WIDE.matches || tab === "orders") && handing(this);
    const changed = this.shown !== tab;
    this.shown = tab;
    const content = h("main", { class: `content stack tight${bar ? " handing" : ""}`, id: "content", tabindex: "-1", "aria-label": TABS[tab][0] },
      message(this), TABS[tab][1](this));
    const root = document.getElementById("play");
    fill(root, this.header(), h("div", { class: "desk", id: "desk" },
      WIDE.matches && h("section", { class: "aside stack tight", id: "aside", tabindex: "0", "aria-label": "Map and relations" }, worldTab(this)),
      h("div", { class: "column", id: "column" }, content, bar && h("div", { class: "handing-in", id: "handing-in" }, bar), this.tabs(tab))));
    if (changed) { const place = document.getElementById("content"); place.scrollTop = 0; if (!WIDE.matches) window.scrollTo(0, 0); }
    this.map.show(this.view.world, { seat: seat.iso, looked: this.looked });
    this.time.draw();
  }

  header() {
    const { seat, clock, progress } = this.view;
    const asked = ["talks", "orders"].includes(clock.phase);
    return [
      !this.link.online && h("p", { class: "strip-bad", role: "alert", id: "offline" }, "Connection lost: trying again. What you write is kept."),
      h("header", { class: "head", id: "head" }, h("div", { class: "row" },
        h("div", { class: "grow" }, h("h1", {}, seat.name),
          h("p", { class: "row wrap" }, h("span", { class: "chip on" }, `${clock.label} · ${clock.word}`),
            clock.paused && h("span", { class: "chip gold" }, "paused"))),
        themeButton(),
        h("div", {}, this.time, asked && h("p", { class: "muted small num" }, `${progress.submitted}/${progress.teams} handed in`)))),
    ];
  }

  tabs(now) {
    const counts = this.waitingCounts();
    return h("nav", { id: "tabs", "aria-label": "Parts of the page" }, h("div", { class: "tabs", role: "tablist" }, Object.entries(TABS).map(([name, [words]]) =>
      h("button", { type: "button", role: "tab", class: name === "map" ? "only-small" : "", "aria-selected": String(name === now), "aria-controls": "content",
        onclick: () => { this.tab = name; remember("tab", name); this.redraw(); } },
      icon(name), words, name === "orders" && this.view.draft.submitted && h("span", { class: "badge done" }, icon("check"), h("span", { class: "hide" }, "handed in")),
      counts[name] ? h("span", { class: "badge" }, String(counts[name]), h("span", { class: "hide" }, " new")) : null))));
  }

  /* How many things wait behind a tab. */
  waitingCounts() {
    const { talks, table, notes } = this.view;
    if (!this.inPlay) return { talks: notes.filter((one) => !one.own && !one.read && one.other !== "facilitator").length };
    const said = (one) => (this.draft.words[one.part] || {})[one.slot];
    return {
      talks: talks.offers.filter((one) => !one.own && one.answer === "open").length
        + table.matters.filter((one) => !said(one)).length
        + notes.filter((one) => !one.own && !one.read && one.other !== "facilitator").length,
    };
  }
}

function waiting(link) {
  fill(document.getElementById("play"), h("main", { class: "narrow stack" }, h("h1", {}, "One moment …"),
    h("p", { class: "muted", role: "status" }, link.online ? "Your seat is being found." : "Connecting to the classroom."),
    h("p", {}, h("a", { href: "/help" }, "It does not connect?"))));
}

function gone(fault) {
  if (fault.code === "bad-token") remember("seat", null);
  const elsewhere = fault.code === "elsewhere" || fault.code === "replaced";
  fill(document.getElementById("play"), h("main", { class: "narrow stack" },
    h("h1", {}, elsewhere ? "You play on another screen" : "This seat is no longer yours"),
    h("p", {}, elsewhere ? "Your place was opened in another tab or on another device: the newest counts." : fault.message || "The facilitator freed it, or the session is over."),
    elsewhere ? button("Play here", () => location.reload(), { kind: "main" }) : h("a", { class: "button main", href: "/" }, "Join again")));
}

const place = recall("seat");
if (place) new Page(place.token);
else location.replace("/");
