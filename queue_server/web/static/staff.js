// The staff console: draws what the hall knows, and turns keys into requests.
import { ask, callNext, follow, once } from "./wire.js";
import { ACTIONS, expected, why } from "./actions.js";
import { askCancel, askDayEnd, askNumber, askPager, askReason, askService, askTransfer, dialogOpen, prepareDialogs } from "./dialogs.js";
import { drawBooked } from "./booked.js";
import { chimeWhile } from "./chime.js";
import { drawDevices, sinkName } from "./devices.js";
import { drawEmergency, prepareEmergency } from "./emergency.js";
import { Hall } from "./hall.js";
import { Line } from "./line.js";
import { announce, boot, byId, clockTime, fill, icon, known, listed, make, minutesSince, now, say, serviceName, stopwatch } from "./words.js";

const SAID = {
  call: "called", recall: "recalled", arrive: "arrived", finish: "finished", "no-show": "missed", hold: "held",
  transfer: "transferred", "add-service": "added", "undo-call": "returned", resume: "resumed", release: "returned",
  reinstate: "returned", back: "returned", cancel: "cancelled", reprint: "reprinted", reopen: "reopened",
};
let busy = false, drawn = 0, keysOn = true, connection = "connecting", lastLive = now(), waitingBefore = null;

const hall = new Hall(function (row) {
  if (row && row.kind === "ended") connectionIs("ended");
  if (row && row.kind === "clock_stepped") announce(say("staff-said-clock", { seconds: row.data.seconds }), true);
  draw();
});
const line = new Line(hall, act);

// --- acting

function path(ticket, event) { return "/api/v1/tickets/" + encodeURIComponent(ticket.id) + "/" + event; }

// One request at a time; a key pressed meanwhile waits its turn, the same key again is dropped.
let turn = Promise.resolve();
const waitingTurn = new Set();

function attempt(name, task) {
  if (waitingTurn.has(name)) return;
  waitingTurn.add(name);
  busy = true;
  draw();
  turn = turn.then(task).catch(explain).then(function () {
    waitingTurn.delete(name);
    busy = waitingTurn.size > 0;
    draw();
  });
}

function explain(error) {
  if (!error.code) { setTimeout(function () { throw error; }); return; }
  const key = "problem-" + error.code;
  announce(say(known(key) ? key : "problem-other"), true);
  if (error.code === "unauthenticated") connectionIs("ended");
  else { hall.refresh(); if (hall.current) { hall.current.known = -1; hall.learnNeeds(); } }
}

function needsIn(ticket) { return (ticket.needs || []).map(function (need) { return say("need-" + need); }); }

function tell(name, ticket) {
  announce(say("staff-said-" + SAID[name], {
    number: ticket.number, count: ticket.call_no, service: serviceName(ticket.service), needs: listed(needsIn(ticket)),
  }));
}

function act(name, ticket, body) {
  if (name === "transfer" && !body) { askTransfer(ticket, hall, function (given) { act(name, ticket, given); }); return; }
  if (name === "add-service" && !body) { askService(ticket, function (given) { act(name, ticket, given); }); return; }
  if (name === "pager" && !body) { askPager(ticket, function (given) { lend(ticket, given); }); return; }
  if (name === "cancel" && !body) { askCancel(ticket, function (given) { act(name, ticket, given); }); return; }
  if (name === "reopen" && !body) {
    askReason(say("reopen-title", { number: ticket.number }), "reopen", say("reopen-submit"), function (reason) { act(name, ticket, { reason: reason }); });
    return;
  }
  if (name === "call" && !body && hall.callable()[0] !== ticket) {
    askReason(say("order-title", { number: ticket.number }), "order", say("staff-act-call"), function (reason) { act(name, ticket, { reason: reason }); });
    return;
  }
  attempt(name, async function () {
    const known = hall.tickets.get(ticket.id) || ticket;
    const asked = Object.assign({ version: known.version }, body || {});
    if (name === "call" || name === "resume") asked.window = boot.window;
    const fresh = await ask("POST", path(ticket, name), asked);
    fresh.known = fresh.version;
    hall.take(fresh);
    tell(name, fresh);
  });
}

function lend(ticket, pager) {
  attempt("pager", async function () {
    const fresh = await ask("POST", path(ticket, "pager"), { pager: pager || null });
    hall.take(fresh);
    announce(say(pager ? "staff-said-pager" : "staff-said-pager-back", { number: ticket.number, pager: pager }));
  });
}

function press(name) {
  const reason = why(name, hall);
  if (reason) { announce(say("staff-unavailable", { action: say("staff-act-" + name), why: reason }), true); return; }
  if (name !== "call-next") { act(name, hall.current); return; }
  attempt(name, async function () {
    const ticket = await callNext(boot.window);
    if (!ticket) { announce(say("staff-said-nobody")); return; }
    ticket.known = ticket.version;
    hall.take(ticket);
    tell("call", ticket);
  });
}

function windowPath(command) { return "/api/v1/windows/" + encodeURIComponent(boot.window) + "/" + command; }

function setWindow(command, reason) {
  if (command === "pause" && !reason) {
    askReason(say("pause-title"), "pause", say("staff-pause"), function (given) { setWindow(command, given); });
    return;
  }
  attempt("window", async function () {
    const fresh = await ask("POST", windowPath(command), reason ? { reason: reason } : undefined);
    hall.windows.set(fresh.id, fresh);
    announce(say("staff-said-window-" + fresh.state));
  });
}

// Past the day's quota, or the time left, a number is given only with a reason.
const PAST = ["quota_reached", "no_time_left"];

const give = once();
function giveNumber(service, reason) {
  attempt("give", async function () {
    const body = { service: service, channel: "staff" };
    if (reason) body.reason = reason;
    try {
      const ticket = await give("/api/v1/tickets", body);
      announce(say("give-said", { number: ticket.number, service: serviceName(ticket.service) }));
    } catch (error) {
      if (PAST.indexOf(error.code) < 0 || reason) throw error;
      announce(say("problem-" + error.code), true);
      askReason(say("past-title", { service: serviceName(service) }), "past", say("give-submit"), function (given) { giveNumber(service, given); });
    }
  });
}

function setAutoCall(on) {
  attempt("auto-call", async function () {
    const fresh = await ask("POST", windowPath("settings"), { auto_call: on });
    hall.windows.set(fresh.id, fresh);
    announce(say(fresh.auto_call ? "staff-said-auto-on" : "staff-said-auto-off"));
  });
}

function booked(appointment, step) {
  attempt("booked", async function () {
    const fresh = await ask("POST", "/api/v1/appointments/" + encodeURIComponent(appointment.id) + "/" + step);
    announce(step === "check-in" ? say("booked-said", { number: fresh.number }) : say("staff-said-done"));
    hall.fetchBooked();
  });
}

function endDay() {
  attempt("day", async function () {
    const day = await ask("GET", "/api/v1/day");
    askDayEnd(day.left, function () {
      attempt("day", async function () { await ask("POST", "/api/v1/day/close"); announce(say("staff-said-done")); });
    });
  });
}

function assist(id, step) {
  attempt(id, async function () {
    const fresh = await ask("POST", "/api/v1/assistance/" + encodeURIComponent(id) + "/" + step);
    if (fresh.state === "done") hall.assistance.delete(id); else hall.assistance.set(id, fresh);
    announce(say("staff-said-done"));
  });
}

// --- drawing

function draw() {
  if (drawn) return;
  drawn = requestAnimationFrame(function () { drawn = 0; drawNow(); });
}

function drawNow() {
  if (!hall.ready) return;
  drawWindow();
  drawCurrent();
  drawActions();
  drawDeliveries();
  drawAssistance();
  drawDevices(hall.devices);
  drawBooked(hall.booked, booked);
  drawEmergency(hall.emergency, attempt);
  line.draw();
  tellNewcomer();
  const current = hall.current;
  document.title = (current ? current.number + " · " : "") + say("staff-title", { window: boot.number });
}

function drawWindow() {
  const window = hall.mine, state = window.state;
  byId("window-services").textContent = byId("window-services").title = listed(window.services.map(serviceName));
  byId("window-state").textContent = say("staff-window-" + state) + (state === "paused" && window.reason ? say("staff-window-because", { reason: window.reason }) : "");
  byId("auto-call").setAttribute("aria-pressed", window.auto_call ? "true" : "false");
  byId("window-state").dataset.state = state;
  const place = byId("window-do");
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  const offered = { open: [["pause", "staff-pause"], ["close", "staff-close"]], paused: [["open", "staff-resume-window"], ["close", "staff-close"]], closed: [["open", "staff-open"]] }[state];
  const focused = place.contains(document.activeElement);
  fill(place, offered.map(function (each) {
    return make("button", { type: "button", id: "window-" + each[0], class: each[0] === "open" ? "main" : "", click: function () { setWindow(each[0]); } }, say(each[1]));
  }));
  if (focused) place.firstChild.focus();
}

function drawCurrent() {
  const ticket = hall.current, place = byId("current");
  const mark = ticket ? [ticket.id, ticket.version, ticket.known].join("/") : "none/" + hall.mine.state;
  if (place.dataset.mark !== mark) {
    place.dataset.mark = mark;
    fill(place, ticket ? currentParts(ticket) : [make("div", { class: "nobody" }, [
      make("b", {}, say("staff-nobody")),
      make("span", {}, say(hall.mine.state === "open" ? "staff-nobody-hint-open" : "staff-nobody-hint-closed")),
    ])]);
  }
  if (ticket) drawTimer(ticket);
}

function currentParts(ticket) {
  const called = ticket.state === "CALLED", first = ticket.legs && ticket.legs.length ? ticket.legs[0].called_at : ticket.called_at;
  const names = languageNames(ticket.languages);
  return [
    make("div", { class: "state-line" }, [
      make("span", { class: called ? "tag" : "tag serving" }, [icon(called ? "call" : "arrive", 20), say(called ? "staff-called" : "staff-serving")]),
      make("span", {}, say("staff-call-no", { count: ticket.call_no })),
      make("button", { type: "button", id: "reprint", class: "quiet", click: function () { act("reprint", hall.current); } }, say("staff-act-reprint")),
      make("span", { class: "timer", id: "timer", role: "timer", "aria-label": say(called ? "staff-since-called" : "staff-since-arrived") }),
    ]),
    make("div", { class: "ident" }, [
      make("div", { class: "number", id: "number" }, ticket.number),
      make("div", { class: "about" }, [
        make("b", {}, serviceName(ticket.service)),
        make("span", {}, say("staff-issued", { time: clockTime(ticket.issued_at), minutes: minutesSince(ticket.issued_at, Date.parse(first)) })),
        make("span", {}, say("staff-languages", { names: names })),
        ticket.further && ticket.further.length ? make("span", {}, say("staff-further", { names: listed(ticket.further.map(serviceName)) })) : null,
      ]),
    ]),
    ticket.needs && ticket.needs.length ? make("ul", { class: "needs", "aria-label": say("need-icon-note") }, ticket.needs.map(function (need) {
      return make("li", {}, [icon(NEED_ICONS[need] || need.replace(/_/g, "-"), 30), make("div", {}, [make("b", {}, say("need-" + need)), say("need-" + need + ".hint")])]);
    })) : null,
  ];
}

const NEED_ICONS = { speech: "speech-need", text_only: "captions", vibration: "vibrate" };

function languageNames(tags) {
  return listed(tags.map(function (tag) { return LANGUAGES[tag] || tag; }));
}
const LANGUAGES = { "zh-CN": "中文", en: "English" };

function drawTimer(ticket) {
  const place = byId("timer");
  if (!place) return;
  const leg = ticket.legs && ticket.legs.length ? ticket.legs[ticket.legs.length - 1] : null;
  const since = ticket.state === "SERVING" && leg && leg.arrived_at ? leg.arrived_at : ticket.called_at;
  place.textContent = stopwatch((now() - Date.parse(since)) / 1000);
}

const buttons = ACTIONS.map(function (action, index) {
  const button = make("button", { type: "button", id: "act-" + action.name, "aria-keyshortcuts": String(index + 1), click: function () { press(action.name); } }, [
    make("span", { class: "key", "aria-hidden": "true" }, String(index + 1)), icon(action.icon, 22), make("span", {}, say("staff-act-" + action.name)),
  ]);
  byId("actions").appendChild(button);
  return button;
});

function drawActions() {
  const wanted = expected(hall);
  ACTIONS.forEach(function (action, index) {
    const button = buttons[index], reason = why(action.name, hall);
    if (reason) { button.setAttribute("aria-disabled", "true"); button.title = reason; }
    else { button.removeAttribute("aria-disabled"); button.removeAttribute("title"); }
    button.className = wanted === action.name ? "expected" : "";
    if (busy) button.setAttribute("aria-busy", "true"); else button.removeAttribute("aria-busy");
  });
}

// A sign's own words are for technicians and stand in the journal; the first of them says enough.
function whyNot(detail) {
  const key = "staff-deliver-why-" + detail.split(":")[0];
  return say(known(key) ? key : "staff-deliver-why-other");
}
function drawDeliveries() {
  const place = byId("deliveries"), failures = hall.failures;
  const mark = failures.map(function (entry) { return entry[0]; }).join("|");
  if (place.dataset.mark === mark) return;
  place.dataset.mark = mark;
  let words = "";
  fill(place, failures.map(function (entry) {
    const data = entry[1], sink = sinkName(data.sink);
    words = say("staff-deliver-failed", { sink: sink, number: data.number });
    return make("div", { class: "notice" }, [
      icon("warning", 24), make("div", {}, [make("b", {}, words), say("staff-deliver-detail", { detail: whyNot(data.detail) })]),
      make("button", { type: "button", click: function () { press("recall"); } }, say("staff-deliver-again")),
      make("button", { type: "button", click: function () { hall.forget(entry[0]); } }, say("staff-deliver-seen")),
    ]);
  }));
  if (words) announce(words, true, true);
}

function drawAssistance() {
  const place = byId("assistance"), asked = Array.from(hall.assistance.values());
  chimeWhile(asked.some(function (each) { return each.state === "asked"; }));
  const mark = asked.map(function (each) { return each.id + each.state; }).join("|");
  if (place.dataset.mark === mark) return;
  const grew = asked.some(function (each) { return each.state === "asked" && (place.dataset.mark || "").indexOf(each.id) < 0; });
  place.dataset.mark = mark;
  let words = "";
  fill(place, asked.map(function (each) {
    const where = each.ticket_number ? say("staff-assist-ticket", { number: each.ticket_number }) : each.kiosk ? say("staff-assist-kiosk", { kiosk: each.kiosk }) : say("staff-assist-somewhere");
    const text = say("staff-assist", { place: where }), taken = each.state === "taken";
    if (!taken) words = text;
    return make("div", { class: "notice assist" }, [
      icon("staff-call", 24), make("div", {}, [make("b", {}, text), taken ? say("staff-assist-taken", { name: each.taken_by }) : null]),
      make("button", { type: "button", click: function () { assist(each.id, taken ? "done" : "take"); } }, say(taken ? "staff-assist-done" : "staff-assist-take")),
    ]);
  }));
  if (grew && words) announce(words, true, true);
}

// Said once when the line was empty and somebody came, while the window is free.
function tellNewcomer() {
  const waiting = hall.callable();
  if (waitingBefore === 0 && waiting.length && !hall.current) announce(say("staff-said-somebody", { number: waiting[0].number }));
  waitingBefore = waiting.length;
}

function connectionIs(state) {
  if (state === "ended") { location.assign("/staff/sign-in"); return; }
  const before = connection;
  connection = state;
  if (state === "stale" && before === "live") { lastLive = now(); announce(say("staff-said-stale"), true); }
  if (state === "live" && before === "stale") announce(say("staff-said-back"));
  document.body.classList.toggle("stale", state === "stale");
  byId("live").dataset.state = state;
  fill(byId("live-icon"), [icon(state === "live" ? "confirm" : "offline", 18)]);
  byId("live-word").textContent = state === "stale" ? say("staff-stale", { time: clockTime(lastLive) }) : say(state === "live" ? "staff-live" : "staff-connecting");
}

// --- keys: only outside fields and questions, never with a modifier, and they can be switched off

function keysAre(on) {
  keysOn = on;
  byId("keys").setAttribute("aria-pressed", on ? "true" : "false");
  byId("keys").textContent = say(on ? "staff-keys-on" : "staff-keys-off");
  byId("keys-hint").textContent = say(on ? "staff-keys-hint" : "staff-keys-off-hint");
  try { localStorage.setItem("hall90.keys", on ? "on" : "off"); } catch (refused) { /* this visit only */ }
}

document.addEventListener("keydown", function (event) {
  if (!keysOn || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (dialogOpen() || /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) return;
  if (event.key === "0" && hall.ready) { event.preventDefault(); line.focus(); return; }
  const action = ACTIONS[Number(event.key) - 1];
  if (!/^[1-9]$/.test(event.key) || !action || !hall.ready) return;
  event.preventDefault();
  press(action.name);
});

byId("keys").addEventListener("click", function () { keysAre(!keysOn); });
let kept = null;
try { kept = localStorage.getItem("hall90.keys"); } catch (refused) { kept = null; }
if (kept === "off") keysAre(false);
byId("auto-call").addEventListener("click", function () { setAutoCall(!hall.mine.auto_call); });
byId("give-number").addEventListener("click", function () { askNumber(function (service) { giveNumber(service, ""); }); });
if (byId("day-end")) byId("day-end").addEventListener("click", endDay);
prepareDialogs();
prepareEmergency(attempt);
setInterval(function () {
  byId("clock").textContent = connection === "live" ? clockTime(now(), true) : "";
  if (hall.current) { drawTimer(hall.current); drawActions(); if (connection === "live") drawDeliveries(); }
}, 1000);
setInterval(draw, 20000);
follow(function (row) { return hall.row(row); }, connectionIs);
