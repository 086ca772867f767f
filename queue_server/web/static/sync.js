// How the hall stands with the level above, and what waits for somebody's yes.
import { askReally, prepareDialogs } from "./dialogs.js";
import { ask, once } from "./wire.js";
import { sentItem } from "./sent_up.js";
import { announce, boot, byId, fill, icon, known, make, say } from "./words.js";

const EVERY_MS = 5000;
const moment = new Intl.DateTimeFormat(boot.language, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZone: boot.timeZone });
const second = new Intl.DateTimeFormat(boot.language, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: boot.timeZone });
// After somebody asked for a look: its first failure is known within a second.
const SOON_MS = [300, 1000, 2000, 3500];
let standing = null, toldAt = null, lost = false;

function wrong(error) {
  const place = byId("fault");
  place.hidden = !error;
  if (!error) return;
  if (error.code === "unauthenticated") { location.assign("/staff/sign-in"); return; }
  const own = "sync-problem-" + error.code, key = known(own) ? own : "problem-" + error.code;
  fill(place, [icon("warning", 24), make("span", {}, say(known(key) ? key : "problem-other"))]);
}
function tell(asked, said) {
  return asked.then(function () {
    wrong(null);
    announce(said);
    return refresh();
  }, wrong);
}
function doing(path, body, said) { return tell(ask("POST", "/api/v1/sync" + path, body), said); }
const publish = once();
function button(word, about, press) { return make("button", { type: "button", "aria-label": word + " · " + about, click: press }, word); }
function item(key, title, told, buttons) {
  return make("li", { "data-row": key.join(" ") }, [make("b", {}, title), make("p", {}, told), boot.decides && buttons.length ? make("div", {}, buttons) : null]);
}
function none() { return make("li", {}, [make("p", {}, say("sync-none"))]); }

function drawStanding(told) {
  standing = told;
  toldAt = new Date();
  const place = byId("standing");
  const words = told.told[boot.language].join(" ");
  place.dataset.state = told.good ? "good" : (told.state === "held" || told.state === "untrusted" || told.state === "conflict" ? "stops" : "soon");
  if (place.textContent !== words) fill(place, [icon(told.good ? "confirm" : "warning", 32), make("span", {}, words)]);
  const figures = Object.keys(told.items).map(function (kind) { return say("sync-kind-" + kind) + " " + told.items[kind]; });
  if (told.checked_at) figures.push(say("sync-checked", { time: second.format(new Date(told.checked_at)) }));
  if (told.as_of) figures.push(say("sync-as-of", { time: moment.format(new Date(told.as_of)) }));
  if (told.refused) figures.push(say("sync-refused", { count: told.refused }));
  if (told.waiting_batches) figures.push(say("sync-unsent", { count: told.waiting_batches }));
  byId("figures").textContent = figures.join(" · ");
  if (byId("pause")) byId("pause").textContent = say(told.paused ? "sync-go-on" : "sync-pause");
  if (byId("release")) byId("release").hidden = told.state !== "held";
}

function held(each) {
  return item(["hold", each.id], say("sync-hold", { source: each.source, count: each.count, of: each.of }), each.titles.join(" · "), [
    button(say("sync-let-go"), each.source, function () {
      askReally(say("sync-let-go-really", { count: each.count }), say("sync-let-go-hint"), say("sync-let-go"), function () {
        doing("/holds/" + each.id, { go: true }, say("sync-said-gone"));
      });
    }),
    button(say("sync-keep"), each.source, function () { doing("/holds/" + each.id, { go: false }, say("sync-said-kept")); }),
  ]);
}
function sent(each) {
  const answer = function (publish, reason) {
    return function () { doing("/submissions", { hall: each.hall, kind: each.kind, id: each.id, publish: publish, why: reason || "" }, say(publish ? "sync-said-published" : "sync-said-refused")); };
  };
  const why = make("input", { maxlength: 200, "aria-label": say("sync-refuse-why") + " · " + each.title, placeholder: say("sync-refuse-why") });
  const shown = item([each.hall, each.kind, each.id], each.title, say("sync-from", { hall: each.hall }) + " · " + each.text.join(" "), [
    button(say("sync-publish"), each.title, answer(true)), button(say("sync-refuse"), each.title, function () { answer(false, why.value.trim())(); }),
  ]);
  if (boot.decides) shown.appendChild(make("p", {}, why));
  return shown;
}
function decided(each) {
  const told = [say("sync-act-" + each.act), each.by, moment.format(new Date(each.at)), each.why].filter(Boolean).join(" · ");
  return item([each.act, each.kind, each.id], each.title, told, [button(say("sync-undo"), each.title, function () {
    doing("/items", { kind: each.kind, id: each.id, act: each.act, undo: true }, say("sync-said-undone"));
  })]);
}
function drawDesk(desk) {
  const waiting = desk.holds.map(held).concat(desk.submissions.map(sent));
  redraw("waiting", waiting, JSON.stringify([desk.holds, desk.submissions]));
  redraw("sent", desk.sent.map(sentItem), JSON.stringify(desk.sent));
  redraw("decided", desk.decisions.map(decided), JSON.stringify(desk.decisions));
}
const drawn = {};
// A list that says the same is left alone, so that focus and reading place stay.
function redraw(id, parts, mark) {
  if (drawn[id] === mark || !byId(id)) return;
  drawn[id] = mark;
  fill(byId(id), parts.length ? parts : [none()]);
}

function decide(each, act, patch, said) {
  const body = { kind: each.kind, id: each.id, act: act };
  if (patch) body.patch = patch;
  return doing("/items", body, said).then(search);
}
function found(each) {
  const field = make("input", { "aria-label": say("sync-right-title") + " · " + each.title, maxlength: 200, value: each.title });
  return make("li", { "data-row": each.kind + " " + each.id }, [
    make("b", {}, each.title), make("p", {}, [each.employer, each.place, each.id].filter(Boolean).join(" · ")),
    make("div", {}, [
      button(say("sync-pin"), each.title, function () { decide(each, "pin", null, say("sync-said-pinned")); }),
      button(say("sync-withdraw"), each.title, function () {
        askReally(say("sync-withdraw-really", { title: each.title }), say("sync-withdraw-hint"), say("sync-withdraw"), function () { decide(each, "withdraw", null, say("sync-said-withdrawn")); });
      }),
    ]),
    make("form", { class: "rows", submit: function (event) {
      event.preventDefault();
      decide(each, "correct", { title: field.value.trim() }, say("sync-said-right"));
    } }, [make("p", {}, field), make("button", { type: "submit", "aria-label": say("sync-right") + " · " + each.title }, say("sync-right"))]),
  ]);
}
function search() {
  const words = byId("words-asked").value.trim();
  return ask("GET", "/api/v1/content?limit=20&q=" + encodeURIComponent(words)).then(function (page) {
    fill(byId("found"), page.items.length ? page.items.map(found) : [none()]);
  }, wrong);
}

// What was told before is old once the server does not answer: it must not look as if it still held.
function drawLost(error) {
  wrong(error);
  if (error.code !== "unreachable") return;
  lost = true;
  const place = byId("standing"), words = say("sync-lost", { time: toldAt ? second.format(toldAt) : "–" });
  place.dataset.state = "soon";
  if (place.textContent !== words) fill(place, [icon("warning", 32), make("span", {}, words)]);
}
function refresh() {
  return Promise.all([ask("GET", "/api/v1/sync"), ask("GET", "/api/v1/sync/desk")]).then(function (told) {
    drawStanding(told[0]);
    drawDesk(told[1]);
    if (lost) wrong(null);
    lost = false;
  }).catch(drawLost);
}
function look(body) {
  doing("/run", body, say("sync-said-run")).then(function () { SOON_MS.forEach(function (ms) { setTimeout(refresh, ms); }); });
}
function press(id, act) { const node = byId(id); if (node) node.addEventListener("click", act); }

press("run", function () { look({}); });
press("afresh", function () { look({ afresh: true }); });
press("pause", function () { doing("/pause", { paused: !standing.paused }, say(standing.paused ? "sync-said-on" : "sync-said-paused")); });
press("release", function () {
  askReally(say("sync-let-go-really", { count: standing.missing }), say("sync-let-go-hint"), say("sync-release"), function () { doing("/release", undefined, say("sync-said-gone")); });
});
if (boot.decides) {
  byId("find").addEventListener("submit", function (event) { event.preventDefault(); search(); });
  byId("own").addEventListener("submit", function (event) {
    event.preventDefault();
    const title = byId("own-words").value.trim(), up = byId("own-up");
    if (!title) { wrong({ code: "value_missing" }); byId("own-words").focus(); return; }
    const own = { kind: byId("own-kind").value, title: title, text: byId("own-text").value, easy: byId("own-easy").value, until: byId("own-until").value || null, send_up: Boolean(up && up.checked) };
    tell(publish("/api/v1/sync/own", own), say(own.send_up ? "sync-said-own-up" : "sync-said-own")).then(function () {
      if (byId("fault").hidden) ["own-words", "own-text", "own-easy", "own-until"].forEach(function (id) { byId(id).value = ""; });
    });
  });
}
prepareDialogs();
refresh();
setInterval(refresh, EVERY_MS);
