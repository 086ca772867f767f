// The hall's API and its live stream, which comes back by itself.
import { boot, learnTime } from "./words.js";

export class Refusal extends Error {
  constructor(code, problem) { super(code); this.code = code; this.problem = problem || {}; }
}

// Whoever shows what the server told must know when it cannot be asked any more.
function reached(well) { document.dispatchEvent(new CustomEvent("hall90-reach", { detail: well })); }

// A page that asks by itself keeps nobody signed in: only what somebody presses or touches does.
const ACTIVE_MS = 60000;
let active = false;
["keydown", "pointerdown"].forEach(function (kind) {
  document.addEventListener(kind, function () { active = true; }, { capture: true, passive: true });
});
setInterval(function () { if (active) ask("GET", "/api/v1/accounts/me").catch(function () { /* said by what is asked next */ }); }, ACTIVE_MS);

export async function ask(method, path, body, key) {
  const headers = { "X-CSRF-Token": boot.csrf, Accept: "application/json" };
  if (body !== undefined && body !== null) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  if (active) { headers["X-Active"] = "1"; active = false; }
  const stop = new AbortController();
  const limit = setTimeout(function () { stop.abort(); }, 8000);
  let answer, text;
  try {
    answer = await fetch(path, {
      method: method, headers: headers, credentials: "same-origin", cache: "no-store",
      body: body === undefined || body === null ? undefined : JSON.stringify(body), signal: stop.signal,
    });
    text = await answer.text();
  } catch (error) {
    reached(false);
    throw new Refusal("unreachable");
  } finally {
    clearTimeout(limit);
  }
  reached(true);
  learnTime(answer.headers.get("Date"));
  let told = null;
  try { told = text ? JSON.parse(text) : null; } catch (error) { throw new Refusal("unreachable"); }
  if (answer.ok) return told;
  if (answer.status >= 500) throw new Refusal("unreachable", told);
  throw new Refusal((told && told.code) || "other", told);
}

export async function all(path) {
  let items = [], next = null;
  do {
    const page = await ask("GET", path + (next ? "&cursor=" + encodeURIComponent(next) : ""));
    items = items.concat(page.items);
    next = page.next;
  } while (next);
  return items;
}

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
}

// A key lives until the server has answered for certain, so that pressing again repeats.
let pending = null;
export async function callNext(window) {
  if (!pending) pending = newKey();
  try {
    const ticket = await ask("POST", "/api/v1/windows/" + encodeURIComponent(window) + "/call-next", null, pending);
    pending = null;
    return ticket;
  } catch (error) {
    if (error.code !== "unreachable") pending = null;
    throw error;
  }
}

// Asks for something new, so that asking for the same again when no answer came makes it once.
export function once() {
  let key = null, sent = "";
  return async function (path, body) {
    const text = JSON.stringify(body);
    if (text !== sent) { key = newKey(); sent = text; }
    try {
      const told = await ask("POST", path, body, key);
      sent = "";
      return told;
    } catch (error) {
      if (error.code !== "unreachable") sent = "";
      throw error;
    }
  };
}

const SILENCE_MS = 12000, CHECK_MS = 5000;

// Calls `onRow(row)` for each row, in order, none twice, unless it answers with a place to read
// again from; `onState(state)` when it changes.
export function follow(onRow, onState) {
  let place = null, wait = 300, heard = Date.now(), socket = null, state = "connecting";
  function tell(fresh) { if (fresh !== state) { state = fresh; onState(fresh); } }
  async function again() {
    try {
      // A reader without a session would be let in as a stranger and shown less.
      await ask("GET", "/api/v1/tickets?state=SERVING&limit=1");
    } catch (error) {
      if (error.code === "unauthenticated") { tell("ended"); return; }
      later();
      return;
    }
    connect();
  }
  function later() {
    setTimeout(again, wait * (0.8 + Math.random() * 0.4));
    wait = Math.min(wait * 2, 5000);
  }
  function connect() {
    const scheme = location.protocol === "https:" ? "wss://" : "ws://";
    const own = new WebSocket(scheme + location.host + "/api/v1/live" + (place ? "?after=" + encodeURIComponent(place) : ""));
    socket = own;
    own.onopen = function () {
      heard = Date.now();
      // Nothing missed means no row to come; what was missed comes at once.
      setTimeout(function () { if (own === socket && place) tell("live"); }, 300);
    };
    own.onmessage = function (event) {
      if (own !== socket) return;
      const row = JSON.parse(event.data);
      heard = Date.now();
      wait = 300;
      place = row.epoch + ":" + row.seq;
      const back = onRow(row);
      tell("live");
      if (back) { place = back; connect(); own.close(); }
    };
    own.onclose = function () {
      if (own !== socket) return;
      socket = null;
      tell("stale");
      later();
    };
  }
  // A cut cable closes nothing: so the server is asked now and then whether it is there. A live
  // stream with no news to resume from is live too.
  setInterval(async function () {
    if (!socket || socket.readyState !== 1) return;
    try {
      await ask("GET", "/health/live");
      heard = Date.now();
      tell("live");
    } catch (error) {
      if (Date.now() - heard > SILENCE_MS && socket) { const dead = socket; dead.close(); dead.onclose(); }
    }
  }, CHECK_MS);
  connect();
}
