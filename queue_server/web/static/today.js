// Hall today: what is wrong, what visitors notice, what to do and who can; looked at every few
// seconds. What stands there when the page opens is not said; each change after that is, once.
import { ask } from "./wire.js";
import { announce, boot, byId, clockTime, fill, icon, known, make, say } from "./words.js";

const EVERY_MS = 5000;
const ICONS = { well: "confirm", soon: "clock", stops: "warning", information: "notice" };
let before = null;

function since(each) { return each.since ? say("today-since", { time: clockTime(each.since) }) : null; }

function finding(each) {
  return make("article", { class: "finding " + each.severity, "aria-label": each.what, "data-id": each.id }, [
    icon(ICONS[each.severity], 28),
    make("div", {}, [
      make("h3", {}, each.what),
      make("p", {}, [make("b", {}, say("today-visitors")), each.visitors]),
      each.steps.length > 1
        ? make("ol", {}, each.steps.map(function (step) { return make("li", {}, step); }))
        : make("p", {}, [make("b", {}, say("today-do")), each.steps[0]]),
      make("p", { class: "hint" }, [say("today-who-" + each.who), since(each) ? " · " + since(each) : null]),
      each.severity !== "stops" && boot.manager
        ? make("button", { type: "button", class: "quiet", click: function () { change("/api/v1/today/dismissals", { mark: each.mark }); } }, say("today-dismiss"))
        : null,
    ]),
  ]);
}

function draw(standing) {
  byId("asked").textContent = say("today-asked", { time: clockTime(standing.at, true) });
  const mark = JSON.stringify([standing.summary, standing.findings, standing.dismissed]);
  // Drawn anew only when it changed: a button under somebody's finger must stay.
  if (before === mark) return;
  const first = before === null;
  before = mark;
  byId("standing").dataset.state = standing.state;
  byId("summary").textContent = standing.summary;
  fill(byId("standing-icon"), [icon(ICONS[standing.state], 36)]);
  fill(byId("findings"), standing.findings.map(finding));
  byId("dismissed").hidden = !standing.dismissed;
  byId("dismissed-words").textContent = say("today-dismissed", { count: standing.dismissed });
  byId("recall").hidden = !boot.manager;
  if (!first) announce([standing.summary].concat(standing.findings.slice(0, 1).map(function (each) { return each.what; })).join(" "), false, true);
}

function failed(error) {
  if (error.code === "unauthenticated") { location.assign("/staff/sign-in"); return; }
  // What is old must not look fresh.
  before = "";
  byId("standing").dataset.state = "stops";
  byId("summary").textContent = say("today-unreachable");
  fill(byId("standing-icon"), [icon("offline", 36)]);
  fill(byId("findings"), []);
  if (!error.code) setTimeout(function () { throw error; });
}

function refresh() {
  return ask("GET", "/api/v1/today?lang=" + boot.language).then(draw, failed);
}

function change(path, body) {
  ask("POST", path, body).then(refresh, function (error) {
    const key = "problem-" + error.code;
    announce(say(known(key) ? key : "problem-other"), true);
  });
}

byId("recall").addEventListener("click", function () { change("/api/v1/today/dismissals/recall"); });
if (byId("backup")) {
  byId("backup").addEventListener("click", function () {
    const button = this;
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    byId("backup-told").textContent = say("today-backup-runs");
    ask("POST", "/api/v1/today/backups").then(function (made) {
      byId("backup-told").textContent = say("today-backup-made", { file: made.file, tickets: made.tickets, content: made.content });
      return refresh();
    }, function (error) {
      const key = "problem-" + error.code;
      byId("backup-told").textContent = say("today-backup-failed") + " " + (error.problem && error.code === "unavailable" ? error.problem.detail : say(known(key) ? key : "problem-other"));
    }).then(function () { button.removeAttribute("aria-disabled"); });
  });
}

draw(boot.standing);
setInterval(refresh, EVERY_MS);
