/* What this browser remembers; where it may remember nothing, only as long as the page is open. */

const memory = new Map();

export function recall(key) {
  try {
    const text = localStorage.getItem(`detente.${key}`);
    if (text !== null) return JSON.parse(text);
  } catch {
    /* no storage here */
  }
  return memory.get(key) ?? null;
}

export function remember(key, value) {
  memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(`detente.${key}`);
    else localStorage.setItem(`detente.${key}`, JSON.stringify(value));
  } catch {
    /* no storage here */
  }
}
