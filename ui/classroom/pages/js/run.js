/* The facilitator's page: phases above, seats to the left, events, notes and log to the right. */

import { ticking } from "./clock.js";
import { button, fill, h, toast } from "./dom.js";
import { recall, remember } from "./kept.js";
import { Link } from "./link.js";
import { MapPlace } from "./map.js";
import { board, openSeat } from "./run/board.js";
import { eventsTab } from "./run/events.js";
import { logTab } from "./run/log.js";
import { notesTab, openMessage } from "./run/notes.js";
import { roomTab } from "./run/room.js";
import { top } from "./run/top.js";

const TABS = {
  events: ["Events", eventsTab],
  notes: ["Notes", notesTab],
  log: ["Log", logTab],
  room: ["Room", roomTab],
};
const root = document.getElementById("run");

class Run {
  constructor(token) {
    this.token = token;
    this.view = {};
    this.tab = "events";
    this.link = new Link(token, {
      onview: (view) => {
        this.view = view;
        this.redraw();
      },
      onstate: () => this.redraw(),
      ongone: gone,
    });
    this.time = ticking(() => ({ clock: this.view.clock, now: this.link.now() }));
    this.map = new MapPlace({ onnation: (iso) => this.lookAt(iso), onload: () => this.redraw() });
    this.link.open();
    this.askDoor();
  }

  /* How students come in: the code of the room, addresses with a code to be scanned. */
  async askDoor() {
    const answer = await fetch("/api/door", {
      headers: { Authorization: `Bearer ${this.token}` },
    }).catch(() => null);
    if (!answer || !answer.ok) return;
    this.door = await answer.json();
    this.redraw();
  }

  /* A nation on the map: its seat, if it has one here. */
  lookAt(iso) {
    if (this.view.board.seats.some((one) => one.iso === iso)) this.openSeat(iso);
    else toast(`${this.view.world.names[iso]} has no seat here.`);
  }

  command(words, done) {
    return this.link.send(words).then(
      (result) => {
        if (done) toast(done);
        return result;
      },
      (fault) => {
        toast(fault.message);
        throw fault;
      },
    );
  }

  /* The same, where nobody waits for what comes of it. */
  order(words, done) {
    this.command(words, done).catch(() => {});
  }

  openSeat(iso) {
    openSeat(this, iso);
  }

  openMessage(seats) {
    openMessage(this, seats);
  }

  redraw() {
    if (!this.view.clock || this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    document.title = `Facilitator · ${this.view.board.title}`;
    const fresh = this.view.notes.filter((one) => !one.own && !one.read).length;
    fill(
      root,
      !this.link.online &&
        h(
          "p",
          { class: "strip-bad", role: "alert", id: "offline" },
          "Connection lost: trying again. The class goes on.",
        ),
      h(
        "div",
        { class: "run", id: "running" },
        top(this),
        h(
          "main",
          { class: "left stack", tabindex: "0", id: "left", "aria-label": "Seats and map" },
          board(this),
          this.map.parts(this.view.world, () => this.redraw()),
        ),
        h(
          "section",
          {
            class: "right stack tight",
            id: "right",
            tabindex: "0",
            "aria-label": "Events, notes, log, room",
          },
          h(
            "div",
            { class: "strip", role: "tablist", "aria-label": "What is shown" },
            Object.entries(TABS).map(([name, [words]]) =>
              h(
                "button",
                {
                  type: "button",
                  role: "tab",
                  "aria-selected": String(name === this.tab),
                  "aria-controls": "shown",
                  onclick: () => {
                    this.tab = name;
                    this.redraw();
                  },
                },
                words,
                name === "notes" && fresh ? h("span", { class: "badge" }, String(fresh)) : null,
              ),
            ),
          ),
          h("div", { class: "stack tight", id: "shown" }, TABS[this.tab][1](this)),
        ),
      ),
    );
    this.map.show(this.view.world, {});
    this.time.draw();
  }
}

function gone(fault) {
  if (fault.code === "bad-token") remember("facilitator", null);
  fill(
    root,
    h(
      "main",
      { class: "narrow stack" },
      h(
        "h1",
        {},
        fault.code === "elsewhere"
          ? "The session is run from another screen"
          : "This link is not valid here",
      ),
      h(
        "p",
        {},
        fault.code === "elsewhere"
          ? "The facilitator's page was opened elsewhere: the newest counts."
          : "Open the facilitator's link that the program printed when it began to serve.",
      ),
      fault.code === "elsewhere" &&
        button("Run it here", () => location.reload(), { kind: "main" }),
    ),
  );
}

const given = location.hash.slice(1);
if (given) {
  remember("facilitator", given);
  history.replaceState(null, "", location.pathname);
}
const token = given || recall("facilitator");
if (token) new Run(token);
else gone({ code: "bad-token" });
