// Notices: written, looked at on each sign, published, and what became of them.
import { ask, once } from "./wire.js";
import { aimed, asWall, schedule, showing, writeSchedule } from "./schedule.js";
import { sentItem } from "./sent_up.js";
import { announce, boot, byId, fill, icon, known, make, say } from "./words.js";

const EVERY_MS = 5000;
let changing = null;

function written() {
  const text = {};
  document.querySelectorAll("textarea").forEach(function (field) {
    if (field.value.trim()) text[field.dataset.language] = field.value.trim();
  });
  return Object.assign(schedule(), {
    text: text,
    spoken: byId("spoken").checked ? text : {},
    level: byId("important").checked ? "important" : "normal",
  });
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
  writeSchedule(notice);
  byId("important").checked = Boolean(notice && notice.level === "important");
  byId("spoken").checked = Boolean(notice && Object.keys(notice.spoken).length);
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

// Asked to publish it for every hall, the level above gets the words of the first language.
const up = byId("send-up");
const sent = once();
function sendUp(asked) {
  const lines = asked.text[boot.languages[0]].split("\n");
  const own = { kind: "notice", title: lines[0].slice(0, 200), text: lines.slice(1).join("\n"), send_up: true };
  if (asked.expires_at) own.expires_at = asked.expires_at;
  return sent("/api/v1/sync/own", own).then(function () { up.checked = false; announce(say("sync-said-own-up")); });
}

const publish = once();
byId("form").addEventListener("submit", function (event) {
  event.preventDefault();
  attempt(async function () {
    const asked = written();
    if (changing) await ask("PUT", "/api/v1/notices/" + changing.id, Object.assign(kept(changing), asked));
    else await publish("/api/v1/notices", asked);
    if (up && up.checked) await sendUp(asked);
    announce(say(changing ? "notices-said-saved" : "notices-said-published"));
    write(null);
    await refresh();
  });
});
byId("leave").addEventListener("click", function () { write(null); });

byId("preview").addEventListener("click", function () {
  attempt(async function () {
    const notice = written();
    fill(byId("pictures"), [make("p", { class: "hint" }, say("notices-drawing"))]);
    const drawn = [];
    for (const sink of aimed(boot.sinks, notice.targets)) {
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
  const notice = state.notice;
  return make("li", { class: (state.on ? "on" : "") + (notice.level === "important" ? " important" : "") }, [
    make("b", {}, notice.text[boot.language] || notice.text[boot.languages[0]]),
    make("p", {}, say(state.on ? "notices-on" : "notices-off")),
    showing(state.showing),
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
  if (up) list("sent", (await ask("GET", "/api/v1/sync/desk")).sent.filter(function (each) { return each.kind === "notice"; }), sentItem, "sync-none");
  list("gone", (await ask("GET", "/api/v1/notices/withdrawn")).items, gone, "notices-none-gone");
}

write(null);
refresh();
setInterval(function () { refresh().catch(function (error) { if (error.code === "unauthenticated") wrong(error); }); }, EVERY_MS);
