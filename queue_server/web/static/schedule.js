// Where something shows and when, as fields of a form; and where it is shown, as screens and signs say.
import { boot, byId, clockTime, make, now, say } from "./words.js";

// --- hall time, whatever zone this browser is in
const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: boot.timeZone, hour12: false, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});
export function asWall(instant) {
  const told = {};
  parts.formatToParts(new Date(instant)).forEach(function (part) { told[part.type] = part.value; });
  return told.year + "-" + told.month + "-" + told.day + "T" + (told.hour === "24" ? "00" : told.hour) + ":" + told.minute;
}
function asInstant(wall) {
  if (!wall) return null;
  const wanted = Date.parse(wall + "Z");
  let instant = wanted;
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  for (let turn = 0; turn < 2; turn += 1) instant += wanted - Date.parse(asWall(instant) + "Z");
  return new Date(instant).toISOString();
}

boot.places.forEach(function (place) {
  byId("places").appendChild(make("label", { class: "check" }, [
    make("input", { type: "checkbox", value: place.id, class: "place" }), say("notices-place-" + place.id.split(":")[0], { name: place.name }),
  ]));
});
// The seventh of June 2021 was a Monday.
[1, 2, 3, 4, 5, 6, 7].forEach(function (day) {
  const name = new Intl.DateTimeFormat(boot.language, { weekday: "short", timeZone: "UTC" }).format(new Date(Date.UTC(2021, 5, 6 + day)));
  byId("days").appendChild(make("label", { class: "check" }, [make("input", { type: "checkbox", value: String(day), class: "day" }), name]));
});
function days() { return Array.from(document.querySelectorAll(".day")); }
function places() { return Array.from(document.querySelectorAll(".place")); }
byId("everywhere").addEventListener("change", function () { byId("places").hidden = this.checked; });

export function schedule() {
  return {
    targets: byId("everywhere").checked ? [] : places().filter(function (each) { return each.checked; }).map(function (each) { return each.value; }),
    starts_at: asInstant(byId("starts").value),
    expires_at: asInstant(byId("expires").value),
    weekdays: days().filter(function (each) { return each.checked; }).map(function (each) { return Number(each.value); }),
    from_time: byId("from").value || null,
    until_time: byId("until").value || null,
  };
}

export function writeSchedule(kept) {
  const targets = (kept && kept.targets) || [];
  byId("everywhere").checked = !targets.length;
  byId("places").hidden = !targets.length;
  places().forEach(function (each) { each.checked = targets.indexOf(each.value) >= 0; });
  const on = (kept && kept.weekdays) || [];
  days().forEach(function (each) { each.checked = on.indexOf(Number(each.value)) >= 0; });
  byId("starts").value = kept && kept.starts_at ? asWall(kept.starts_at) : "";
  byId("expires").value = kept && kept.expires_at ? asWall(kept.expires_at) : "";
  byId("from").value = (kept && kept.from_time) || "";
  byId("until").value = (kept && kept.until_time) || "";
}

export function aimed(sinks, targets) {
  return sinks.filter(function (sink) {
    return !targets.length || targets.indexOf(sink.kind + ":" + sink.id) >= 0 || targets.indexOf("zone:" + sink.zone) >= 0;
  });
}

// --- what screens and signs say of it
const DAY_MS = 20 * 3600 * 1000;
function since(instant) { return now() - Date.parse(instant) > DAY_MS ? asWall(instant).replace("T", " ") : clockTime(instant); }
export function showing(told) {
  if (!told.of) return make("p", { class: "hint" }, say("showing-nowhere"));
  const values = { shown: told.shown, of: told.of, time: told.since ? since(told.since) : "" };
  const summary = say(!told.shown ? "showing-none" : told.since ? "showing-all" : "showing-some", values);
  return make("details", { class: "showing" }, [
    make("summary", {}, summary),
    make("ul", {}, told.sinks.map(function (each) {
      const cut = each.sink.indexOf(":"), kind = each.sink.slice(0, cut), id = each.sink.slice(cut + 1);
      return make("li", { class: each.state }, say("showing-" + each.state, {
        name: say("showing-" + kind, { name: id }), time: each.since ? since(each.since) : "",
      }));
    })),
  ]);
}
