/* The facilitator's page: clock and phases above, seats to the left, events, notes and log to the right. */

import { ticking } from "./clock.js";
import { button, fill, h, sheet, toast } from "./dom.js";
import { recall, remember } from "./kept.js";
import { Link } from "./link.js";
import { MapPlace } from "./map.js";
import { board, openSeat } from "./run/board.js";
import { eventsTab } from "./run/events.js";
import { logTab } from "./run/log.js";
import { notesTab, openMessage } from "./run/notes.js";
import { roomTab } from "./run/room.js";
import { themeButton } from "./switch.js";

const TABS = { events: ["Events", eventsTab], notes: ["Notes", notesTab], log: ["Log", logTab], room: ["Room", roomTab] };
const PHASES = [["lobby", "Lobby"], ["briefing", "Briefing"], ["talks", "Talks"], ["orders", "Orders"], ["debrief", "Debrief"]];
const root = document.getElementById("run");

/* What comes next, by phase: words and command. */
const NEXT = {
  lobby: ["Open the briefing", { do: "open", phase: "briefing" }],
  briefing: ["Begin the talks", { do: "open", phase: "talks" }],
  talks: ["On to orders", { do: "open", phase: "orders" }],
  orders: ["Resolve the turn", { do: "close" }],
};

class Run {
  constructor(token) {
    this.token = token;
    this.view = {};
    this.tab = "events";
    this.link = new Link(token, { onview: (view) => { this.view = view; this.redraw(); }, onstate: () => this.redraw(), ongone: gone });
    this.time = ticking(() => ({ clock: this.view.clock, now: this.link.now() }));
    this.map = new MapPlace({ onnation: (iso) => this.lookAt(iso), onload: () => this.redraw() });
    this.link.open();
  }

  /* A nation on the map: its seat, if it has one here. */
  lookAt(iso) {
    if (this.view.board.seats.some((one) => one.iso === iso)) this.openSeat(iso);
    else toast(`${this.view.world.names[iso]} has no seat here.`);
  }

  command(words, done) {
    return this.link.send(words).then((result) => { if (done) toast(done); return result; }, (fault) => { toast(fault.message); throw fault; });
  }

  /* The same, where nobody waits for what comes of it. */
  order(words, done) { this.command(words, done).catch(() => {}); }

  openSeat(iso) { openSeat(this, iso); }

  openMessage(seats) { openMessage(this, seats); }

  redraw() {
    if (!this.view.clock || this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = null; this.draw(); });
  }

  draw() {
    document.title = `Facilitator · ${this.view.board.title}`;
    const fresh = this.view.notes.filter((one) => !one.own && !one.read).length;
    fill(root,
      !this.link.online && h("p", { class: "strip-bad", role: "alert", id: "offline" }, "Connection lost: trying again. The class goes on."),
      h("div", { class: "run", id: "running" },
        this.top(),
        h("main", { class: "left stack", tabindex: "0", id: "left", "aria-label": "Seats and map" }, board(this), this.map.parts(this.view.world, () => this.redraw())),
        h("section", { class: "right stack tight", id: "right", tabindex: "0", "aria-label": "Events, notes, log, room" },
          h("div", { class: "strip", role: "tablist", "aria-label": "What is shown" }, Object.entries(TABS).map(([name, [words]]) =>
            h("button", { type: "button", role: "tab", "aria-selected": String(name === this.tab), "aria-controls": "shown",
              onclick: () => { this.tab = name; this.redraw(); } }, words, name === "notes" && fresh ? h("span", { class: "badge" }, String(fresh)) : null))),
          h("div", { class: "stack tight", id: "shown" }, TABS[this.tab][1](this)))));
    this.map.show(this.view.world, {});
    this.time.draw();
  }

  top() {
    const { clock, progress, board: room } = this.view;
    const running = clock.deadline !== null || clock.left !== null;
    const playing = clock.phase === "talks" || clock.phase === "orders";
    const next = NEXT[clock.phase];
    return h("header", { class: "top panel", id: "top" },
      h("div", { class: "grow" }, h("h1", {}, room.title),
        h("ol", { class: "row wrap steps", "aria-label": "Phases" }, PHASES.map(([name, words]) =>
          h("li", { class: `chip${name === clock.phase ? " on" : ""}`, "aria-current": name === clock.phase ? "step" : null }, words))),
        h("p", { class: "muted small num" }, `${clock.label} · turn ${Math.min(clock.turn + 1, clock.turns)} of ${clock.turns}`)),
      h("div", {}, this.time, playing && h("p", { class: "muted small num" }, `${progress.submitted} of ${progress.teams} handed in`)),
      h("div", { class: "row wrap" },
        clock.phase !== "debrief" && (clock.paused ? button("Go on", () => this.order({ do: "resume" }))
          : button("Pause", () => this.order({ do: "pause" }))),
        clock.phase !== "debrief" && button(running ? "−1 min" : "Clock", () => (running ? this.order({ do: "extend", seconds: -60 }) : this.askClock())),
        running && button("+1 min", () => this.order({ do: "extend", seconds: 60 })),
        clock.phase === "talks" && button("Resolve now", () => this.askClose()),
        next && button(next[0], () => (next[1].do === "close" ? this.askClose() : this.order(next[1])), { kind: "main" }),
        clock.phase === "debrief" && h("a", { class: "button main", href: "/debrief" }, "Open the debrief"),
        button("Message", () => this.openMessage([])),
        themeButton()));
  }

  askClock() {
    const one = sheet("A clock for this phase", (self) => {
      fill(self.body, h("div", { class: "choices" }, [1, 2, 3, 5, 8, 10, 15, 20].map((minutes) =>
        button(`${minutes} min`, () => { self.close(); this.order({ do: "clock", seconds: 60 * minutes }); }))));
    });
    return one;
  }

  /* Ask before a turn is resolved for which some have not handed in. */
  askClose() {
    const { progress, board: room } = this.view;
    const missing = room.seats.filter((one) => !one.player && one.people.length && !one.submitted);
    if (!missing.length) { this.order({ do: "close" }, "The turn is resolved."); return; }
    confirm("Resolve the turn?", [
      h("p", {}, `${progress.submitted} of ${progress.teams} teams have handed in. Not yet:`),
      h("p", {}, missing.map((one) => one.name).join(", ")),
      h("p", { class: "muted" }, "Who has not handed in keeps its promises and does nothing else."),
    ], "Resolve", () => this.order({ do: "close" }, "The turn is resolved."));
  }
}

/* A question before something that is not easily undone. */
export function confirm(title, words, yes, act) {
  sheet(title, (self) => {
    fill(self.body, words);
    fill(self.footer, button("Not now", () => self.close()), button(yes, () => { self.close(); act(); }, { kind: "main" }));
  });
}

function gone(fault) {
  if (fault.code === "bad-token") remember("facilitator", null);
  fill(root, h("main", { class: "narrow stack" },
    h("h1", {}, fault.code === "elsewhere" ? "The session is run from another screen" : "This link is not valid here"),
    h("p", {}, fault.code === "elsewhere" ? "The facilitator's page was opened elsewhere: the newest counts." : "Open the facilitator's link that the program printed when it began to serve."),
    fault.code === "elsewhere" && button("Run it here", () => location.reload(), { kind: "main" })));
}

const given = location.hash.slice(1);
if (given) {
  remember("facilitator", given);
  history.replaceState(null, "", location.pathname);
}
const token = given || recall("facilitator");
if (token) new Run(token);
else gone({ code: "bad-token" });
