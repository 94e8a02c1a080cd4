/* A team's page: its view, the tabs, the draft that is kept here and on the server. */

import { openComposer } from "./composer.js";
import { ticking } from "./clock.js";
import { button, fill, h, toast } from "./dom.js";
import { Draft, orderWords } from "./draft.js";
import { header, tabBar } from "./frame.js";
import { recall, remember } from "./kept.js";
import { Link } from "./link.js";
import { MapPlace } from "./map.js";
import { message } from "./message.js";
import { openNation } from "./nation.js";
import { openOffer } from "./offer.js";
import { brief } from "./tabs/brief.js";
import { newsTab } from "./tabs/news.js";
import { handing, ordersTab } from "./tabs/orders.js";
import { openNote, talksTab } from "./tabs/talks.js";
import { worldTab } from "./tabs/world.js";

const TABS = {
  brief: ["Brief", brief],
  map: ["Map", worldTab],
  talks: ["Talks", talksTab],
  orders: ["Orders", ordersTab],
  news: ["News", newsTab],
};
const WIDE = window.matchMedia("(min-width: 900px)");

class Page {
  constructor(token) {
    this.token = token;
    this.view = {};
    this.tab = recall("tab") || "brief";
    this.sort = "near";
    this.draft = new Draft(this);
    this.link = new Link(token, {
      onview: (view) => this.take(view),
      onstate: () => this.redraw(),
      ongone: (fault) => gone(fault),
    });
    this.time = ticking(() => ({ clock: this.view.clock, now: this.link.now() }));
    this.map = new MapPlace({
      onnation: (iso) => this.openNation(iso),
      onload: () => this.redraw(),
    });
    WIDE.addEventListener("change", () => this.redraw());
    this.link.open();
  }

  get inPlay() {
    return ["talks", "orders"].includes(this.view.clock.phase) && !this.view.clock.over;
  }

  /* Whether the team may talk and order now. */
  get mayWrite() {
    return this.inPlay && !this.view.seat.player && !this.view.draft.submitted && !this.sending;
  }

  /* Whether orders are on their way to the server, also since before a reload. */
  get sending() {
    return this.link.waits("submit") || this.link.waits("retract");
  }

  ask(question) {
    return this.link.ask({ do: "ask", ...question });
  }

  command(words, done) {
    this.link.send(words).then(
      () => done && toast(done),
      (fault) => toast(fault.message),
    );
  }

  set(values) {
    Object.assign(this, values);
    this.redraw();
  }

  take(view) {
    const before = this.view.clock;
    this.view = view;
    if (!view.clock || !view.seat) return;
    if (before && before.turn !== view.clock.turn) this.newTurn(before, view.clock);
    this.draft.take();
    this.redraw();
  }

  newTurn(before, clock) {
    if (clock.phase === "debrief") return;
    toast(
      clock.turn > before.turn
        ? `${before.label} is over: see the news.`
        : `The game went back to ${clock.label}.`,
    );
    if (!WIDE.matches && !document.querySelector("dialog")) this.tab = "news";
  }

  // --- handing in

  submit() {
    this.hand({ do: "submit", turn: this.view.clock.turn }, "Orders handed in.");
  }

  retract() {
    this.hand(
      { do: "retract", turn: this.view.clock.turn },
      "Taken back: change them and hand them in again.",
    );
  }

  /* What was written goes first: both travel on one line, in order. */
  hand(command, done) {
    this.draft.send();
    this.link.send(command).then(
      () => {
        this.link.view.draft = { ...this.link.view.draft, submitted: command.do === "submit" };
        toast(done);
        this.redraw();
      },
      (fault) => toast(fault.message),
    );
  }

  orderWords(order) {
    return orderWords(order, this.view);
  }

  // --- what opens

  openNation(iso) {
    this.looked = iso;
    this.redraw();
    openNation(this, iso);
  }

  openOffer(start) {
    openOffer(this, start);
  }

  openComposer(start) {
    openComposer(this, start);
  }

  openNote(to) {
    openNote(this, to);
  }

  choose(tab) {
    this.tab = tab;
    remember("tab", tab);
    this.redraw();
  }

  // --- drawing

  redraw() {
    if (!this.view.clock || !this.view.seat) {
      waiting(this.link);
      return;
    }
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    const { seat } = this.view;
    document.title = `${seat.name} · ${seat.title}`;
    if (WIDE.matches && this.tab === "map") this.tab = "brief";
    const tab = TABS[this.tab] ? this.tab : "brief";
    const bar = (WIDE.matches || tab === "orders") && handing(this);
    const changed = this.shown !== tab;
    this.shown = tab;
    const content = h(
      "main",
      {
        class: `content stack tight${bar ? " handing" : ""}`,
        id: "content",
        tabindex: "-1",
        "aria-label": TABS[tab][0],
      },
      message(this),
      TABS[tab][1](this),
    );
    const root = document.getElementById("play");
    fill(
      root,
      header(this),
      h(
        "div",
        { class: "desk", id: "desk" },
        WIDE.matches &&
          h(
            "section",
            {
              class: "aside stack tight",
              id: "aside",
              tabindex: "0",
              "aria-label": "Map and relations",
            },
            worldTab(this),
          ),
        h(
          "div",
          { class: "column", id: "column" },
          content,
          bar && h("div", { class: "handing-in", id: "handing-in" }, bar),
          tabBar(this, tab, TABS),
        ),
      ),
    );
    if (changed) {
      const place = document.getElementById("content");
      place.scrollTop = 0;
      if (!WIDE.matches) window.scrollTo(0, 0);
    }
    this.map.show(this.view.world, { seat: seat.iso, looked: this.looked });
    this.time.draw();
  }
}

function waiting(link) {
  fill(
    document.getElementById("play"),
    h(
      "main",
      { class: "narrow stack" },
      h("h1", {}, "One moment …"),
      h(
        "p",
        { class: "muted", role: "status" },
        link.online ? "Your seat is being found." : "Connecting to the classroom.",
      ),
      h("p", {}, h("a", { href: "/help" }, "It does not connect?")),
    ),
  );
}

function gone(fault) {
  if (fault.code === "bad-token") remember("seat", null);
  const elsewhere = fault.code === "elsewhere" || fault.code === "replaced";
  fill(
    document.getElementById("play"),
    h(
      "main",
      { class: "narrow stack" },
      h("h1", {}, elsewhere ? "You play on another screen" : "This seat is no longer yours"),
      h(
        "p",
        {},
        elsewhere
          ? "Your place was opened in another tab or on another device: the newest counts."
          : fault.message || "The facilitator freed it, or the session is over.",
      ),
      elsewhere
        ? button("Play here", () => location.reload(), { kind: "main" })
        : h("a", { class: "button main", href: "/" }, "Join again"),
    ),
  );
}

const place = recall("seat");
if (place) new Page(place.token);
else location.replace("/");
