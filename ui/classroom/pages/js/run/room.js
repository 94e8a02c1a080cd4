/* The room: how to come in, who may, the pace, undoing, ending, what can be taken home. */

import { confirm } from "./asking.js";
import { button, h, toast } from "../dom.js";
import { over } from "../parts.js";
import { survey } from "./survey.js";

const PACES = [
  ["briefing", "Briefing"],
  ["talks", "Talks"],
  ["orders", "Orders"],
];

export function roomTab(page) {
  const { board, clock } = page.view;
  return [
    page.door && door(page.door),
    h(
      "div",
      { class: "choices" },
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(board.locked),
          onclick: () => page.order({ do: "lock", on: !board.locked }),
        },
        board.locked ? "Locked: nobody else comes in" : "Lock the room",
      ),
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(board.automatic),
          onclick: () => page.order({ do: "automatic", on: !board.automatic }),
        },
        "Resolve when all have handed in",
      ),
      clock.turn > 0 &&
        button("Undo the last turn", () =>
          confirm(
            "Undo the last turn?",
            [
              h(
                "p",
                {},
                "The class stands where it stood before it, with the clock stopped. " +
                  "What was said and ordered since is gone.",
              ),
            ],
            "Undo",
            () => page.order({ do: "undo", turns: 1 }, "The last turn is undone."),
          ),
        ),
    ),
    over("Minutes of each phase, from its next opening on"),
    PACES.map(([phase, words]) =>
      h(
        "div",
        {},
        h("label", { for: `pace-${phase}` }, words),
        h(
          "select",
          {
            id: `pace-${phase}`,
            value: "",
            onchange: (event) => {
              if (event.target.value !== "")
                page.order({ do: "pace", phase, seconds: 60 * Number(event.target.value) }, "Set.");
              event.target.value = "";
            },
          },
          h(
            "option",
            { value: "" },
            `now ${board.pace[phase] ? `${board.pace[phase] / 60} min` : "without a clock"}`,
          ),
          [0, 1, 2, 3, 5, 8, 10, 15, 20, 30].map((minutes) =>
            h("option", { value: String(minutes) }, minutes ? `${minutes} min` : "without a clock"),
          ),
        ),
      ),
    ),
    over("To take home"),
    h(
      "div",
      { class: "choices" },
      button("Record of the game", () => download(page, "/api/record", "record.jsonl")),
      page.packing
        ? button("The files are being made …", null, { disabled: true })
        : button("Everything as files (zip)", () => pack(page)),
    ),
    survey(page),
    clock.phase !== "debrief" &&
      button(
        "End the game: to the debrief",
        () =>
          confirm(
            "End the game?",
            [h("p", {}, "Everybody goes to the debrief, where what was hidden is told.")],
            "End it",
            () => page.order({ do: "end" }),
          ),
        { kind: "danger" },
      ),
    clock.phase === "debrief" &&
      !clock.over &&
      button("Play on", () => page.order({ do: "open", phase: "talks" })),
  ];
}

/* How students come in: the likeliest address first, with the code that a camera reads. */
export function door({ code, doors }) {
  return h(
    "section",
    { class: "panel stack tight", "aria-label": "How students come in" },
    doors.length
      ? h(
          "div",
          { class: "row" },
          picture(doors[0].qr),
          h(
            "div",
            {},
            h("p", { class: "muted small" }, "Students open"),
            h("p", {}, h("b", {}, doors[0].link)),
            h("p", { class: "muted small" }, "Room code"),
            h("p", { class: "code" }, code),
          ),
        )
      : null,
    doors
      .slice(1)
      .map((one) => h("details", {}, h("summary", {}, `or ${one.link}`), picture(one.qr))),
  );
}

const QUIET = 4; // modules that a reader wants to be light around a code

function picture(rows) {
  const size = rows.length + 2 * QUIET;
  const dark = rows.flatMap((row, y) =>
    row.map((on, x) => (on ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")),
  );
  return h(
    "svg",
    {
      class: "qr",
      viewBox: `0 0 ${size} ${size}`,
      role: "img",
      "aria-label": "QR code of the address",
      "shape-rendering": "crispEdges",
    },
    h("path", { d: dark.join("") }),
  );
}

/* The archive takes seconds: the button says so, and cannot be pressed again meanwhile. */
async function pack(page) {
  page.packing = true;
  page.redraw();
  await download(page, "/api/export", "session.zip").catch(() =>
    toast("The files did not come: try again."),
  );
  page.packing = false;
  page.redraw();
}

async function download(page, address, name) {
  const answer = await fetch(address, { headers: { Authorization: `Bearer ${page.token}` } });
  if (!answer.ok) {
    toast((await answer.json()).error.message);
    return;
  }
  const link = h("a", { href: URL.createObjectURL(await answer.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
