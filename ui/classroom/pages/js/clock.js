/* How much time is left, by the server's clock. */

import { h, fill } from "./dom.js";

const SOON = 30;

function words(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/* {text, soon} of a clock part at a moment of the server's. */
export function time(clock, now) {
  if (clock.deadline !== null && clock.deadline !== undefined && !clock.paused) {
    const left = clock.deadline - now;
    return { text: words(left), soon: left < SOON };
  }
  if (clock.left !== null && clock.left !== undefined)
    return { text: `${words(clock.left)}`, soon: false };
  return { text: "", soon: false };
}

/* A clock that keeps itself; `of` gives the clock part and the moment. */
export function ticking(of) {
  const place = h("p", { class: "time", role: "timer", "data-own": "" });
  const draw = () => {
    const { clock, now } = of();
    if (!clock) return;
    const { text, soon } = time(clock, now);
    place.classList.toggle("soon", soon);
    fill(place, text || (clock.paused ? "paused" : ""));
  };
  setInterval(draw, 250);
  place.draw = draw;
  return place;
}

/* Minutes and seconds of a moment, as it is told here. */
export function hour(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
