// Notices: written, looked at on each sign, published, and what became of them.
import { ask } from "./wire.js";
import { announce, boot, byId, fill, icon, known, make, say } from "./words.js";

const EVERY_MS = 5000;
let changing = null;

// --- hall time, whatever zone this browser is in
const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: boot.timeZone, hour12: false, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});
function asWall(instant) {
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

// --- the form
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

function written() {
  const text = {};
  document.querySelectorAll("textarea").forEach(function (field) {
    if (field.value.trim()) text[field.dataset.language] = field.value.trim();
  });
  return {
    text: text,
    spoken: byId("spoken").checked ? text : {},
    level: byId("important").checked ? "important" : "normal",
    targets: byId("everywhere").checked ? [] : places().filter(function (each) { return each.checked; }).map(function (each) { return each.value; }),
    starts_at: asInstant(byId("starts").value),
    expires_at: asInstant(byId("expires").value),
    weekdays: days().filter(function (each) { return each.checked; }).map(function (each) { return Number(each.value); }),
    from_time: byId("from").value || null,
    until_time: byId("until").value || null,
  };
}

// What the form has no field for stays as whoever published it over the API wrote it.
const KEPT = ["revision", "priority", "dwell_s", "colour", "audience", "dates", "except_dates"];
function kept(notice) {
  const fields = {};
  KEPT.forEach(function (name) { fields[name] = notice[name]; });
  return fields;
}

function write(notice) {
  document.querySelectorAll("textarea").forEach(function (field) { field.value = (notice && notice.text[field.dataset.language]) || ""; });
  const targets = (notice && notice.targets) || [];
  byId("everywhere").checked = !targets.length;
  byId("places").hidden = !targets.length;
  places().forEach(function (each) { each.checked = targets.indexOf(each.value) >= 0; });
  const on = (notice && notice.weekdays) || [];
  days().forEach(function (each) { each.checked = on.indexOf(Number(each.value)) >= 0; });
  byId("important").checked = Boolean(notice && notice.level === "important");
  byId("spoken").checked = Boolean(notice && Object.keys(notice.spoken).length);
  byId("starts").value = notice && notice.starts_at ? asWall(notice.starts_at) : "";
  byId("expires").value = notice && notice.expires_at ? asWall(notice.expires_at) : "";
  byId("from").value = (notice && notice.from_time) || "";
  byId("until").value = (notice && notice.until_time) || "";
  changing = notice;
  byId("form-title").textContent = say(notice ? "notices-changing" : "notices-new");
  byId("publish").textContent = say(notice ? "notices-save" : "notices-publish");
  byId("leave").hidden = !notice;
  fill(byId("pictures"), []);
  wrong(null);
}

const FIELDS = { text: "text-" + boot.languages[0], expires_at: "expires", starts_at: "starts", targets: "everywhere" };
function wrong(error) {
  const place = byId("fault");
  place.hidden = !error;
  document.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
  if (!error) return;
  const key = "problem-" + error.code;
  fill(place, [icon("warning", 24), make("span", {}, say(known(key) ? key : "problem-other"))]);
  const field = byId(FIELDS[error.problem && error.problem.field] || "");
  if (field) { field.setAttribute("aria-invalid", "true"); field.focus(); }
  if (error.code === "unauthenticated") location.assign("/staff/sign-in");
}

// One thing after another: what is pressed meanwhile waits its turn.
let turn = Promise.resolve();
function attempt(task) {
  byId("form").setAttribute("aria-busy", "true");
  turn = turn.then(task).then(function () { wrong(null); }, function (error) {
    if (!error.code) { setTimeout(function () { throw error; }); return; }
    wrong(error);
  }).then(function () { byId("form").removeAttribute("aria-busy"); });
}

byId("form").addEventListener("submit", function (event) {
  event.preventDefault();
  attempt(async function () {
    const asked = written();
    if (changing) await ask("PUT", "/api/v1/notices/" + changing.id, Object.assign(kept(changing), asked));
    else await ask("POST", "/api/v1/notices", asked);
    announce(say(changing ? "notices-said-saved" : "notices-said-published"));
    write(null);
    await refresh();
  });
});
byId("leave").addEventListener("click", function () { write(null); });

function aimed(targets) {
  return boot.sinks.filter(function (sink) {
    return !targets.length || targets.indexOf(sink.kind + ":" + sink.id) >= 0 || targets.indexOf("zone:" + sink.zone) >= 0;
  });
}
byId("preview").addEventListener("click", function () {
  attempt(async function () {
    const notice = written();
    fill(byId("pictures"), [make("p", { class: "hint" }, say("notices-drawing"))]);
    const drawn = [];
    for (const sink of aimed(notice.targets)) {
      const told = await ask("POST", "/api/v1/boards/" + encodeURIComponent(sink.id) + "/preview", { notice: notice });
      drawn.push(make("figure", {}, [make("figcaption", {}, say("notices-place-" + sink.kind, { name: sink.id })),
        told.png ? make("img", { src: "data:image/png;base64," + told.png, alt: notice.text[boot.languages[0]] || "" }) : null].concat(told.warnings.map(function (each) {
        return make("p", { class: "warning" }, [icon("warning", 20), make("span", {}, each.text)]);
      }))));
    }
    fill(byId("pictures"), drawn);
    announce(say("notices-said-drawn", { count: drawn.length }));
  });
});

// --- what is up, and what became of it
function item(state) {
  const notice = state.notice, sinks = Object.keys(state.deliveries);
  const shown = sinks.filter(function (sink) { return state.deliveries[sink] !== "failed"; });
  const failed = sinks.filter(function (sink) { return state.deliveries[sink] === "failed"; });
  return make("li", { class: (state.on ? "on" : "") + (notice.level === "important" ? " important" : "") }, [
    make("b", {}, notice.text[boot.language] || notice.text[boot.languages[0]]),
    make("p", {}, [say(state.on ? "notices-on" : "notices-off"), shown.length ? " · " + say("notices-shown", { count: shown.length, all: sinks.length }) : ""].join("")),
    failed.length ? make("p", { class: "failed" }, say("notices-failed", { names: failed.join(" ") })) : null,
    make("button", { type: "button", click: function () { write(notice); byId("text-" + boot.languages[0]).focus(); } }, say("notices-change")),
    make("button", { type: "button", click: function () {
      attempt(async function () { await ask("DELETE", "/api/v1/notices/" + notice.id); announce(say("notices-said-withdrawn")); await refresh(); });
    } }, say("notices-withdraw")),
  ]);
}
function gone(version) {
  const notice = version.notice;
  return make("li", {}, [
    make("b", {}, notice.text[boot.language] || notice.text[boot.languages[0]]),
    make("p", {}, say("notices-gone", { time: asWall(version.at).replace("T", " "), name: version.by })),
    make("button", { type: "button", click: function () {
      attempt(async function () {
        await ask("POST", "/api/v1/notices/" + notice.id + "/versions/" + notice.revision);
        announce(say("notices-said-back"));
        await refresh();
      });
    } }, say("notices-back")),
  ]);
}
const drawnLists = {};
function list(id, items, draw, none) {
  const mark = JSON.stringify(items);
  // Drawn anew only when it changed: a button under somebody's finger must stay.
  if (drawnLists[id] === mark) return;
  drawnLists[id] = mark;
  fill(byId(id), items.length ? items.map(draw) : [make("li", {}, say(none))]);
}
async function refresh() {
  list("list", (await ask("GET", "/api/v1/notices")).items, item, "notices-none");
  list("gone", (await ask("GET", "/api/v1/notices/withdrawn")).items, gone, "notices-none-gone");
}

write(null);
refresh();
setInterval(function () { refresh().catch(function (error) { if (error.code === "unauthenticated") wrong(error); }); }, EVERY_MS);
