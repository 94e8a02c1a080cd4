/* Light or dark: a button, and what was chosen is kept. */

import { h, icon } from "./dom.js";

export function themeButton() {
  return h(
    "button",
    {
      type: "button",
      class: "flat",
      "aria-label": "Light or dark",
      title: "Light or dark",
      onclick: () => {
        const root = document.documentElement;
        root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
        try {
          localStorage.setItem("detente.theme", root.dataset.theme);
        } catch {
          /* it holds until the page is closed */
        }
      },
    },
    icon("theme"),
  );
}
