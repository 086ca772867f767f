// Today's booked visitors: who is expected, and the key that says they are here.
import { byId, clockTime, fill, make, say, serviceName } from "./words.js";

const OPEN = ["BOOKED", "LATE"];

// `move`, where there is a place to choose another time at, is offered for every expected visitor.
export function drawBooked(appointments, act, move) {
  const expected = appointments.filter(function (each) { return OPEN.indexOf(each.state) >= 0; });
  const place = byId("booked"), mark = JSON.stringify(appointments);
  place.hidden = !appointments.length;
  if (place.dataset.mark === mark) return;
  place.dataset.mark = mark;
  byId("booked-title").textContent = say("booked-title", { count: expected.length });
  fill(byId("booked-rows"), appointments.map(function (each) { return row(each, act, move); }));
}

function row(each, act, move) {
  const open = OPEN.indexOf(each.state) >= 0;
  const who = [clockTime(each.at), serviceName(each.service), each.label].filter(Boolean).join(" ");
  function button(step) {
    return make("button", { type: "button", "aria-label": say("booked-" + step) + " " + who, click: function () { if (step === "move") move(each); else act(each, step); } }, say("booked-" + step));
  }
  return make("tr", {}, [
    make("td", {}, clockTime(each.at)), make("td", {}, serviceName(each.service)), make("td", {}, each.label || each.code),
    make("td", {}, say("booked-state-" + each.state) + (each.ticket_number ? " " + each.ticket_number : "")),
    make("td", { class: "do" }, open ? [button("check-in")].concat(move ? [button("move")] : [], [button("cancel")]) : []),
  ]);
}
