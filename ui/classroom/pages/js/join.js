/* Coming in: the code of the room, a seat, a name if one likes. No account, nothing installed. */

import { button, fill, h } from "./dom.js";
import { recall, remember } from "./kept.js";
import { themeButton } from "./switch.js";

const SHORTEST = 4;
const root = document.getElementById("join");
const given =
  new URLSearchParams(location.search).get("code") ||
  new URLSearchParams(location.hash.slice(1)).get("code") ||
  "";
const state = {
  code: given.toUpperCase(),
  name: "",
  seat: "",
  room: null,
  fault: "",
  busy: false,
  asked: "",
};

function draw() {
  const kept = recall("seat");
  fill(
    root,
    h("div", { class: "row" }, h("h1", { class: "grow" }, "Join the session"), themeButton()),
    h(
      "p",
      { class: "muted" },
      state.room ? state.room.title : "Enter the code shown on the projector.",
    ),
    kept &&
      h(
        "section",
        { class: "panel stack tight" },
        h("p", {}, "You already sit as ", h("b", {}, kept.name || kept.seat), "."),
        h("a", { class: "button main", href: "/play" }, "Go on playing"),
      ),
    h(
      "form",
      { class: "panel stack", onsubmit: join },
      h(
        "div",
        {},
        h("label", { for: "code" }, "Room code"),
        h("input", {
          id: "code",
          class: "code",
          autocomplete: "off",
          autocapitalize: "characters",
          spellcheck: "false",
          maxlength: "12",
          value: state.code,
          oninput: (event) => {
            state.code = event.target.value.toUpperCase().replace(/[^A-Z0-9]/g, "");
            look();
          },
        }),
      ),
      h(
        "div",
        {},
        h(
          "label",
          { for: "name" },
          "Your name ",
          h("span", { class: "muted" }, "(if you like; a nickname will do)"),
        ),
        h("input", {
          id: "name",
          autocomplete: "nickname",
          maxlength: "24",
          value: state.name,
          oninput: (event) => {
            state.name = event.target.value;
          },
        }),
      ),
      seats(),
      state.fault && h("p", { class: "refused", role: "alert" }, state.fault),
      h(
        "button",
        {
          type: "submit",
          class: kept ? "wide" : "main wide",
          disabled: state.busy || !state.code || !state.seat,
        },
        state.busy ? "One moment …" : "Join",
      ),
    ),
    h("p", { class: "small" }, h("a", { href: "/help" }, "It does not work?")),
  );
}

function seats() {
  if (!state.room) return null;
  return h(
    "fieldset",
    { class: "plain" },
    h("legend", { class: "label" }, "Nation"),
    state.room.locked &&
      h("p", { class: "warned" }, "The room is locked: ask the facilitator to let you in."),
    h(
      "div",
      { class: "seats" },
      state.room.seats.map((seat) =>
        h(
          "button",
          {
            type: "button",
            class: "pick",
            "aria-pressed": String(seat.iso === state.seat),
            onclick: () => {
              state.seat = seat.iso;
              draw();
            },
          },
          h("span", { class: `dot ${seat.people ? "here" : seat.open ? "" : "bot"}` }),
          h(
            "span",
            {},
            h("b", {}, seat.name),
            h("br"),
            h("span", { class: "muted small" }, taken(seat)),
          ),
        ),
      ),
    ),
  );
}

function taken(seat) {
  if (seat.people)
    return `${seat.people} ${seat.people === 1 ? "person" : "people"}: join the team`;
  return seat.open ? "open" : "a policy plays it: take it over";
}

/* Ask for the room once the code may be whole. */
async function look() {
  const { code } = state;
  draw();
  if (code.length < SHORTEST || code === state.asked) return;
  state.asked = code;
  try {
    const answer = await fetch(`/api/room?code=${encodeURIComponent(code)}`);
    if (state.code !== code) return;
    state.room = answer.ok ? await answer.json() : null;
    state.fault = answer.ok || code.length < 6 ? "" : "There is no room with this code here.";
  } catch {
    state.fault = "The classroom does not answer. Are you in the same network?";
  }
  draw();
}

async function join(event) {
  event.preventDefault();
  if (state.busy) return;
  Object.assign(state, { busy: true, fault: "" });
  draw();
  try {
    const answer = await fetch("/api/join", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code: state.code, seat: state.seat, name: state.name.trim() }),
    });
    const told = await answer.json();
    if (answer.ok) {
      remember("seat", {
        token: told.token,
        seat: told.seat,
        name: state.room.seats.find((one) => one.iso === told.seat).name,
      });
      remember("tab", "brief");
      location.assign("/play");
      return;
    }
    state.fault = told.error.message;
  } catch {
    state.fault = "The classroom does not answer. Try again.";
  }
  state.busy = false;
  draw();
}

draw();
look();
setInterval(() => {
  if (state.room && !document.hidden) {
    state.asked = "";
    look();
  }
}, 5000);
