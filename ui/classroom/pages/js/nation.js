/* The page of a nation, over what is open: how we stand, why, and what may be done. */

import { button, fill, h, sheet } from "./dom.js";
import { causes, facts, gauge, nothing, over, share } from "./parts.js";

export function openNation(page, iso) {
  const { world, seat, clock } = page.view;
  let told = null,
    fault = "";
  const one = sheet(world.names[iso] || seat.name, (self) => {
    fill(
      self.body,
      fault
        ? h("p", { class: "refused" }, fault)
        : told
          ? content(told, iso === seat.iso)
          : nothing("One moment …"),
    );
    const may = told && iso !== seat.iso && page.mayWrite;
    fill(
      self.footer,
      may &&
        clock.phase === "talks" &&
        button(
          "Offer an agreement",
          () => {
            self.close();
            page.openOffer({ to: iso });
          },
          { kind: "main" },
        ),
      may &&
        button("Order about it", () => {
          self.close();
          page.openComposer({ about: iso });
        }),
      told &&
        seat.teams.includes(iso) &&
        iso !== seat.iso &&
        button("Write", () => {
          self.close();
          page.openNote(iso);
        }),
    );
  });
  page.ask({ about: "nation", nation: iso }).then(
    (answer) => {
      told = answer;
      one.redraw();
    },
    (error) => {
      fault = error.message;
      one.redraw();
    },
  );
}

function content(told, own) {
  return [
    h(
      "p",
      { class: "row wrap" },
      h("span", { class: "chip" }, told.standing),
      told.groups.map((name) => h("span", { class: "muted small" }, name)),
    ),
    told.why.map((why) =>
      h(
        "details",
        { class: "card" },
        h(
          "summary",
          { class: "row" },
          h("b", { class: "grow" }, why.title),
          h("span", { class: "num" }, share(why.value)),
        ),
        h(
          "div",
          { class: "stack tight" },
          why.causes.length ? causes(why.causes) : nothing("Nothing has moved it so far."),
          why.lately.length
            ? [h("h3", {}, `In the last turn: ${why.moved}`), causes(why.lately)]
            : null,
        ),
      ),
    ),
    told.papers && [
      over("Agreements between us"),
      told.papers.length
        ? h(
            "ul",
            { class: "lines" },
            told.papers.map(([name, stage, since]) =>
              h(
                "li",
                { class: "told" },
                h("span", { class: "grow" }, name),
                h("span", { class: "muted small" }, `${stage}, ${since}`),
              ),
            ),
          )
        : nothing("None."),
      told.terms.length ? facts(told.terms) : null,
    ],
    told.domains && [
      over("Interoperability by domain"),
      told.domains.map(([name, level, band]) => gauge(`${name}: ${band}`, level)),
    ],
    told.contacts && [over("Between us"), facts(told.contacts)],
    over(own ? "Our nation" : "What is known of it"),
    told.gauges.map(([words, value]) => gauge(words, value)),
    facts(told.facts),
  ];
}
