// Booking a time at the desk, and today's booked visitors.
import { drawBooked } from "./booked.js";
import { ask } from "./wire.js";
import { announce, boot, byId, clockTime, fill, make, now, say, serviceName } from "./words.js";

const dayOf = new Intl.DateTimeFormat("en-CA", { timeZone: boot.timeZone, year: "numeric", month: "2-digit", day: "2-digit" });

export function prepareBookings(wrong, fresh) {
  let key = null, moving = null;
  const today = dayOf.format(new Date(now()));
  byId("book-day").value = byId("book-day").min = today;
  function slots() {
    const service = byId("book-service").value, day = byId("book-day").value;
    fill(byId("book-at"), []);
    if (!day) return;
    ask("GET", "/api/v1/appointments/slots?service=" + encodeURIComponent(service) + "&day=" + day).then(function (told) {
      const free = told.items.filter(function (each) { return each.free > 0; });
      fill(byId("book-at"), free.length ? free.map(function (each) {
        return make("option", { value: each.at }, say("reception-slot", { time: clockTime(each.at), count: each.free }));
      }) : [make("option", { value: "" }, say("reception-no-slot"))]);
    }, wrong);
  }
  function list() {
    ask("GET", "/api/v1/appointments?day=" + today).then(function (told) {
      drawBooked(told.items, function (each, step) {
        ask("POST", "/api/v1/appointments/" + each.id + "/" + step).then(function (done) {
          wrong(null);
          announce(step === "check-in" ? say("booked-said", { number: done.number }) : say("booked-state-CANCELLED"));
          list();
          slots();
        }, wrong);
      }, choose);
    }, wrong);
  }
  function told(made, sentence) {
    fill(byId("booked-code"), [make("article", { class: "paper" }, [
      make("p", { class: "hint" }, boot.hall), make("p", { class: "own" }, made.code),
      make("p", {}, serviceName(made.service) + " · " + when(made)),
      make("img", { src: "/reception/booking/" + encodeURIComponent(made.code) + ".svg", alt: say("reception-said-booked", { code: made.code }), width: "140", height: "140" }),
      make("p", { class: "hint" }, say("reception-booked-hint")),
      make("div", { class: "buttons" }, [make("button", { type: "button", click: function () { window.print(); } }, say("reception-print"))]),
    ])]);
    byId("booked-code").focus();
    announce(sentence);
    slots();
    list();
  }
  function when(each) { return dayOf.format(new Date(each.at)) + " " + clockTime(each.at); }
  // The form of a new booking chooses the other time too; service and visitor stay as they are.
  function choose(each) {
    moving = each;
    const form = byId("book");
    byId("book-service").disabled = Boolean(each);
    byId("book-label").disabled = Boolean(each);
    form.querySelector("[type=submit]").textContent = say(each ? "reception-move-go" : "reception-book-go");
    byId("book-leave").hidden = byId("book-moving").hidden = !each;
    if (!each) return;
    byId("book-service").value = each.service;
    byId("book-day").value = dayOf.format(new Date(Math.max(new Date(each.at), now())));
    byId("book-moving").textContent = say("reception-moving", { who: [when(each), each.label || each.code].join(" ") });
    slots();
    byId("book-moving").focus();
  }
  // A scanner types what it read and presses Enter, as a hand does.
  byId("arrive").addEventListener("submit", function (event) {
    event.preventDefault();
    const place = byId("arrived"), code = place.value.replace(/[^0-9]/g, "");
    if (code.length !== 6) { place.focus(); announce(say("reception-arrived-hint"), true); return; }
    ask("POST", "/api/v1/appointments/" + code + "/check-in").then(function (done) {
      wrong(null);
      place.value = "";
      fill(byId("booked-code"), [make("article", { class: "paper" }, [
        make("p", { class: "hint" }, boot.hall), make("p", { class: "own" }, done.number), make("p", {}, serviceName(done.service)),
        make("div", { class: "buttons" }, [make("button", { type: "button", click: function () { window.print(); } }, say("reception-print"))]),
      ])]);
      announce(say("booked-said", { number: done.number }));
      place.focus();
      list();
    }, function (error) { wrong(error, place); });
  });
  byId("book-leave").addEventListener("click", function () { choose(null); byId("book-day").focus(); });
  // Who calls days before has the code only.
  byId("arrived-move").addEventListener("click", function () {
    const place = byId("arrived"), code = place.value.replace(/[^0-9]/g, "");
    if (code.length !== 6) { place.focus(); announce(say("reception-arrived-hint"), true); return; }
    ask("GET", "/api/v1/appointments?code=" + code).then(function (found) {
      const each = found.items[0];
      if (!each || ["BOOKED", "LATE"].indexOf(each.state) < 0) { place.focus(); announce(each ? say("booked-state-" + each.state) : say("reception-problem-unknown_appointment"), true); return; }
      wrong(null);
      place.value = "";
      choose(each);
    }, function (error) { wrong(error, place); });
  });
  byId("book-service").addEventListener("change", slots);
  byId("book-day").addEventListener("change", slots);
  byId("book").addEventListener("submit", function (event) {
    event.preventDefault();
    if (!byId("book-at").value) { byId("book-day").focus(); announce(say("reception-no-slot"), true); return; }
    if (moving) {
      ask("POST", "/api/v1/appointments/" + moving.id + "/move", { at: byId("book-at").value }).then(function (made) {
        wrong(null);
        choose(null);
        told(made, say("reception-said-moved", { time: when(made), code: made.code }));
      }, wrong);
      return;
    }
    key = key || fresh();
    ask("POST", "/api/v1/appointments", { service: byId("book-service").value, at: byId("book-at").value, label: byId("book-label").value.trim() }, key).then(function (made) {
      key = null;
      wrong(null);
      byId("book-label").value = "";
      told(made, say("reception-said-booked", { code: made.code }));
    }, function (error) { if (error.code !== "unreachable") key = null; wrong(error); });
  });
  slots();
  list();
  setInterval(list, 15000);
}
