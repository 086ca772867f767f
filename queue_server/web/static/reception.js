// The reception desk: numbers for those who cannot use a kiosk, look-up, calls for help; bookings
// and vacancies stand in files of their own.
import { prepareBookings } from "./bookings.js";
import { chimeWhile } from "./chime.js";
import { askCancel, askNeeds, prepareDialogs } from "./dialogs.js";
import { prepareVacancies } from "./vacancies.js";
import { ask } from "./wire.js";
import { announce, boot, byId, clockTime, fill, icon, known, make, say, serviceName } from "./words.js";

const EVERY_MS = 4000;
export function fresh() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
}
export function wrong(error, field) {
  const place = byId("fault");
  place.hidden = !error;
  if (!error) return;
  if (error.code === "unauthenticated") { location.assign("/staff/sign-in"); return; }
  const own = "reception-problem-" + error.code, key = known(own) ? own : "problem-" + error.code;
  fill(place, [icon("warning", 24), make("span", {}, say(known(key) ? key : "problem-other"))]);
  if (field) field.focus();
}
function chosen(id) {
  return Array.from(byId(id).querySelectorAll("input:checked")).map(function (each) { return each.value; });
}

// --- giving a number: the key stays until the server has answered, so pressing again repeats
let key = null;
byId("give").addEventListener("submit", function (event) {
  event.preventDefault();
  const body = { service: byId("service").value, needs: chosen("needs"), languages: [byId("language").value], channel: "reception" };
  if (byId("reason").value.trim()) body.reason = byId("reason").value.trim();
  key = key || fresh();
  ask("POST", "/api/v1/tickets", body, key).then(function (ticket) {
    key = null;
    wrong(null);
    byId("reason").value = "";
    byId("reason-row").hidden = true;
    Array.from(byId("needs").querySelectorAll("input")).forEach(function (each) { each.checked = false; });
    fill(byId("given"), [paper(ticket)]);
    byId("given").focus();
    announce(say("give-said", { number: ticket.number, service: serviceName(ticket.service) }));
  }, function (error) {
    if (error.code !== "unreachable") key = null;
    const why = error.problem && error.problem.field === "reason";
    if (why) byId("reason-row").hidden = false;
    wrong(error, why ? byId("reason") : null);
  });
});

// What the visitor takes along: it prints alone, large, with the code for the phone.
function paper(ticket) {
  const secret = ticket.phone_url.split("/").pop();
  return make("article", { class: "paper" }, [
    make("p", { class: "hint" }, boot.hall), make("p", { class: "own" }, ticket.number),
    make("p", {}, serviceName(ticket.service) + " · " + clockTime(ticket.issued_at)),
    ticket.ahead === null ? null : make("p", {}, say("phone-ahead", { count: ticket.ahead }) + (ticket.wait ? " · " + say("phone-wait", { low: ticket.wait.low, high: ticket.wait.high }) : "")),
    make("img", { src: "/reception/code/" + encodeURIComponent(secret) + ".svg", alt: say("reception-code", { code: secret }), width: "180", height: "180" }),
    make("p", { class: "hint" }, say("reception-code", { code: secret })),
    make("div", { class: "buttons" }, [make("button", { type: "button", click: function () { window.print(); } }, say("reception-print"))]),
  ]);
}

// --- looking a number up
function step(ticket, event, body, said) {
  ask("POST", "/api/v1/tickets/" + ticket.id + "/" + event, body || {}).then(function (changed) { wrong(null); announce(said); show(changed); }, wrong);
}
function show(ticket) {
  const open = ["DONE", "CANCELLED", "EXPIRED"].indexOf(ticket.state) < 0;
  fill(byId("found"), [make("article", { class: "finding" }, [make("div", {}, [
    make("h3", {}, ticket.number + " · " + serviceName(ticket.service)),
    make("p", {}, say("reception-state-" + ticket.state) + (ticket.window_number ? " · " + say("choose-window", { number: ticket.window_number }) : "")),
    ticket.ahead === null ? null : make("p", {}, say("phone-ahead", { count: ticket.ahead }) + (ticket.wait ? " · " + say("phone-wait", { low: ticket.wait.low, high: ticket.wait.high }) : "")),
    make("p", { class: "hint" }, clockTime(ticket.issued_at)),
    open ? make("div", { class: "buttons" }, [
      make("button", { type: "button", click: function () {
        askNeeds(ticket, boot.needs, function (needs) {
          ask("PUT", "/api/v1/tickets/" + ticket.id + "/needs", { needs: needs }).then(function (changed) { wrong(null); announce(say("reception-said-needs", { number: ticket.number })); show(changed); }, wrong);
        });
      } }, say("reception-change-needs")),
      make("button", { type: "button", click: function () { step(ticket, "reprint", {}, say("reception-said-reprint", { number: ticket.number })); } }, say("reception-reprint")),
      make("button", { type: "button", click: function () { fill(byId("given"), [paper(ticket)]); byId("given").focus(); } }, say("reception-show-paper")),
      make("button", { type: "button", click: function () { askCancel(ticket, function () { step(ticket, "cancel", { reason: say("reception-cancel-reason") }, say("reception-said-cancel", { number: ticket.number })); }); } }, say("phone-act-cancel")),
    ]) : null,
  ])])]);
}
byId("look").addEventListener("submit", function (event) {
  event.preventDefault();
  const number = byId("number").value.trim().toUpperCase();
  if (!number) { byId("number").focus(); return; }
  ask("GET", "/api/v1/tickets?number=" + encodeURIComponent(number)).then(function (told) {
    wrong(null);
    if (told.items.length) { show(told.items[0]); byId("found").focus(); return; }
    fill(byId("found"), [make("p", { role: "status" }, say("reception-none", { number: number }))]);
  }, wrong);
});

// --- calls for help
let drawn = null;
function helps(items) {
  const mark = JSON.stringify(items);
  chimeWhile(items.some(function (each) { return each.state === "asked"; }));
  if (mark === drawn) return;
  drawn = mark;
  const doing = function (each, what) { ask("POST", "/api/v1/assistance/" + each.id + "/" + what).then(refresh, wrong); };
  fill(byId("help"), items.length ? items.map(function (each) {
    const place = each.kiosk ? say("staff-assist-kiosk", { kiosk: each.kiosk }) : each.ticket_number ? say("staff-assist-ticket", { number: each.ticket_number }) : say("staff-assist-somewhere");
    return make("div", { class: "notice assist" }, [icon("staff-call", 24),
      make("div", {}, [make("b", {}, say("staff-assist", { place: place })), make("span", {}, each.taken_by ? say("staff-assist-taken", { name: each.taken_by }) : clockTime(each.asked_at))]),
      each.state === "asked" ? make("button", { type: "button", class: "main", click: function () { doing(each, "take"); } }, say("staff-assist-take")) : make("button", { type: "button", click: function () { doing(each, "done"); } }, say("staff-assist-done"))]);
  }) : [make("p", { class: "hint" }, say("reception-no-help"))]);
  if (items.length) announce(items.map(function (each) { return say("staff-assist", { place: each.kiosk || each.ticket_number || "" }); }).join(" "), false, true);
}
function refresh() {
  return ask("GET", "/api/v1/assistance").then(function (told) { helps(told.items); }, function (error) { drawn = null; wrong(error); });
}

prepareDialogs();
prepareBookings(wrong, fresh);
prepareVacancies(wrong, fresh);
refresh();
setInterval(refresh, EVERY_MS);
