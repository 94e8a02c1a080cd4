/* Elements made in code. Text always enters as text: what people write is never read as HTML. */

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "path", "g", "circle", "line", "polyline", "text", "rect", "title"]);

/* An element with attributes, handlers ("onclick"), style values ("--x" or names) and children. */
export function h(tag, attributes, ...children) {
  const drawn = DRAWN.has(tag);
  const element = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element[name] = value;
    else if (name === "style")
      for (const [key, to] of Object.entries(value)) element.style.setProperty(key, to);
    else if (name === "value" && !drawn) element.value = value;
    else if (name === "checked") element.checked = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...flat(children));
  if (tag === "select" && attributes && "value" in attributes) element.value = attributes.value;
  return element;
}

function flat(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false);
}

/* Make the children of a node those given, keeping elements that stay: focus, scroll, selection. */
export function fill(node, ...children) {
  const wanted = flat(children).map((child) =>
    child instanceof Node ? child : document.createTextNode(child),
  );
  const there = [...node.childNodes];
  wanted.forEach((child, place) => {
    const old = there[place];
    if (!old) node.append(child);
    else if (alike(old, child)) settle(old, child);
    else old.replaceWith(child);
  });
  for (const old of there.slice(wanted.length)) old.remove();
}

function alike(old, now) {
  if (now.dataset && "own" in now.dataset) return old === now; // goes where it is wanted, as it is
  return (
    old.nodeType === now.nodeType &&
    old.nodeName === now.nodeName &&
    (old.id || "") === (now.id || "") &&
    (old.type || "") === (now.type || "")
  );
}

const HANDLERS = ["onclick", "oninput", "onchange", "onsubmit", "onkeydown"];

function settle(old, now) {
  if (old === now) return;
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== now.data) old.data = now.data;
    return;
  }
  if (old.dataset && "live" in old.dataset) return; // what is in it, others draw
  for (const { name } of [...old.attributes]) {
    const opened = name === "open" && old.nodeName === "DETAILS"; // by its reader
    if (!now.hasAttribute(name) && !opened) old.removeAttribute(name);
  }
  for (const { name, value } of [...now.attributes]) {
    if (name !== "style" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (now.style && old.style.cssText !== now.style.cssText) old.style.cssText = now.style.cssText;
  for (const name of HANDLERS) old[name] = now[name];
  fill(old, ...now.childNodes);
  if ("value" in now && old !== document.activeElement && old.value !== now.value)
    old.value = now.value;
  if ("checked" in now) old.checked = now.checked;
}

/* Line drawings of 24 by 24, so that no sign has to be in a font. */
const PATHS = {
  brief: "M6 3h9l4 4v14H6z M14 3v5h5 M9 12h7 M9 16h7",
  map: "M9 4 3 6v14l6-2 6 2 6-2V4l-6 2z M9 4v14 M15 6v14",
  talks: "M4 5h16v11H10l-5 4v-4H4z M8 9h8 M8 12h5",
  orders: "M5 4h14v17H5z M9 2h6v4H9z M8 11l2 2 4-4 M8 17h8",
  news: "M4 5h13v14H6a2 2 0 0 1-2-2z M17 9h3v8a2 2 0 0 1-2 2 M7 9h7 M7 13h7",
  check: "M4 12l5 5L20 6",
  close: "M6 6l12 12 M18 6 6 18",
  add: "M12 5v14 M5 12h14",
  back: "M15 5l-7 7 7 7",
  on: "M9 5l7 7-7 7",
  theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
  help: "M12 17v.5 M9 9a3 3 0 1 1 4 2.8c-.8.4-1 1-1 2.2 M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z",
  wait: "M12 7v5l3 3 M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
};

export function icon(name) {
  return h(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
    h("path", { d: PATHS[name] }),
  );
}

/* A sentence that comes and goes; read out where a screen is read. */
export function toast(text) {
  let place = document.getElementById("toasts");
  if (!place) {
    place = h("div", { id: "toasts", role: "status", "aria-live": "polite" });
    document.body.append(place);
  }
  const line = h("p", {}, text);
  place.replaceChildren(line);
  setTimeout(() => line.remove(), 2500 + 60 * text.length);
}

/* A sheet over the page: from below on a phone, in the middle on a wide screen. */
export function sheet(title, render) {
  const heading = h("h2", { class: "grow", id: "sheet-title" }, title);
  const back = h(
    "button",
    { type: "button", class: "flat", "aria-label": "Back", hidden: true },
    icon("back"),
  );
  const shut = h("button", { type: "button", class: "flat", "aria-label": "Close" }, icon("close"));
  const body = h("div", {
    class: "body stack",
    tabindex: "0",
    role: "region",
    "aria-labelledby": "sheet-title",
  });
  const footer = h("footer", {});
  const dialog = h(
    "dialog",
    { "aria-labelledby": "sheet-title" },
    h("header", {}, back, heading, shut),
    body,
    footer,
  );
  const one = {
    body,
    footer,
    dialog,
    open: true,
    title(text) {
      heading.textContent = text;
    },
    onback(handler) {
      back.hidden = !handler;
      back.onclick = handler;
    },
    redraw(top) {
      if (!one.open) return;
      render(one);
      footer.hidden = !footer.childNodes.length;
      if (top) body.scrollTop = 0;
    },
    close() {
      if (one.open) dialog.close();
    },
  };
  shut.onclick = () => one.close();
  dialog.onclick = (event) => {
    if (event.target === dialog) one.close();
  };
  dialog.onclose = () => {
    one.open = false;
    dialog.remove();
    if (one.closed) one.closed();
  };
  document.body.append(dialog);
  dialog.showModal();
  one.redraw();
  body.focus({ preventScroll: true });
  return one;
}

/* A button that says its name and what it does when pressed. */
export function button(text, onclick, { kind = "", sign = null, ...rest } = {}) {
  return h("button", { type: "button", class: kind, onclick, ...rest }, sign && icon(sign), text);
}
