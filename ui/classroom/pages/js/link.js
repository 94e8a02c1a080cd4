/* The line to the server: commands with answers, views, the clock; it mends itself.

   A command that was not acknowledged is sent again under its own id when the line is back, also
   after a reload: the server carries it out once. */

import { recall, remember } from "./kept.js";

const FIRST = 300,
  LONGEST = 5000,
  GROWTH = 1.6,
  STALE = 25000,
  PING = 10000;

/* Errors after which sending again would change nothing. */
const AGAIN = new Set(["busy", "too-fast"]);

export class Link {
  constructor(token, { role, onview, onstate, ongone }) {
    Object.assign(this, { token, role, onview, onstate, ongone });
    this.offset = 0; // server's clock minus this one, seconds
    this.online = false;
    this.view = {};
    this.waiting = new Map(); // commands: id -> {message, resolve, reject}
    this.asked = new Map(); // questions: id -> {resolve, reject}
    this.count = 0;
    this.name = Math.random().toString(36).slice(2, 10);
    this.delay = FIRST;
    for (const message of recall(this.box) || []) this.waiting.set(message.id, { message });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.wake();
    });
    window.addEventListener("online", () => this.wake());
  }

  get box() {
    return `outbox.${this.token}`;
  }

  /* Seconds since 1970 by the server's clock. */
  now() {
    return Date.now() / 1000 + this.offset;
  }

  open() {
    clearTimeout(this.timer);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/ws`);
    this.socket = socket;
    socket.onopen = () => this.greet();
    socket.onmessage = (event) => {
      if (socket === this.socket) this.take(JSON.parse(event.data));
    };
    socket.onclose = (event) => {
      if (socket === this.socket) this.lost(event.code);
    };
  }

  /* Try at once, where the line is down: the screen came back, or the network. */
  wake() {
    if (this.shut) return;
    if (!this.online) {
      this.delay = FIRST;
      this.open();
    } else if (Date.now() - this.heard > STALE) this.socket.close();
  }

  greet() {
    this.heard = Date.now();
    this.ask({ do: "hello", token: this.token }).then(
      (result) => {
        this.online = true;
        this.delay = FIRST;
        this.result = result;
        this.onstate(this);
        for (const { message } of this.waiting.values()) this.put(message);
        this.sync();
      },
      (fault) => {
        if (fault.code === "bad-token") {
          this.shut = true;
          this.ongone(fault);
        } else this.socket.close();
      },
    );
    clearInterval(this.pinging);
    this.pinging = setInterval(() => this.sync(), PING);
  }

  /* Ask for the server's time; half the way there and back is taken off. */
  sync() {
    if (Date.now() - this.heard > STALE) {
      this.socket.close();
      return;
    }
    const asked = Date.now();
    this.ask({ do: "time" }).then(
      (result) => {
        this.offset = result.now - (asked + Date.now()) / 2000;
      },
      () => {},
    );
  }

  /* Something that changes nothing and is not worth sending again. */
  ask(message) {
    if (this.socket.readyState !== WebSocket.OPEN) {
      return Promise.reject({ code: "offline", message: "There is no connection now." });
    }
    const id = `${this.name}-${++this.count}`;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      this.put({ id, ...message });
    });
  }

  /* A command: it is kept until it is acknowledged. Rejects with {code, message}. */
  send(message) {
    const kept = { id: `${this.name}-${++this.count}`, ...message };
    return new Promise((resolve, reject) => {
      this.waiting.set(kept.id, { message: kept, resolve, reject });
      this.save();
      if (this.online) this.put(kept);
      this.onstate(this);
    });
  }

  /* Whether a command of that name is not acknowledged yet. */
  waits(name) {
    return [...this.waiting.values()].some(({ message }) => message.do === name);
  }

  put(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  save() {
    remember(
      this.box,
      this.waiting.size ? [...this.waiting.values()].map((one) => one.message) : null,
    );
  }

  take(data) {
    this.heard = Date.now();
    if (data.push === "view") {
      this.view = { ...this.view, ...data.view };
      this.onview(this.view, data.version);
    } else if (data.push === "clock") {
      this.offset = data.now - Date.now() / 1000;
      if (this.view.clock) {
        const { deadline, left, paused } = data;
        this.view = { ...this.view, clock: { ...this.view.clock, deadline, left, paused } };
        this.onview(this.view);
      }
    } else if ("ack" in data) this.acknowledged(data);
  }

  acknowledged({ ack, error, result }) {
    const question = this.asked.get(ack);
    if (question) {
      this.asked.delete(ack);
      if (error) question.reject(error);
      else question.resolve(result || {});
      return;
    }
    const command = this.waiting.get(ack);
    if (!command) return;
    if (error && AGAIN.has(error.code)) {
      setTimeout(() => this.put(command.message), 600 + 600 * Math.random());
      return;
    }
    this.waiting.delete(ack);
    this.save();
    if (error && command.reject) command.reject(error);
    else if (!error && command.resolve) command.resolve(result || {});
    this.onstate(this);
  }

  lost(code) {
    clearInterval(this.pinging);
    this.online = false;
    for (const { reject } of this.asked.values())
      reject({ code: "offline", message: "The connection was lost." });
    this.asked.clear();
    if (code === 4401) {
      this.shut = true;
      this.ongone({ code: "bad-token", message: "" });
      return;
    }
    if (code === 4409) {
      this.shut = true;
      this.ongone({ code: "elsewhere", message: "" });
      return;
    }
    this.onstate(this);
    this.timer = setTimeout(() => this.open(), this.delay * (0.8 + 0.4 * Math.random()));
    this.delay = Math.min(this.delay * GROWTH, LONGEST);
  }
}
