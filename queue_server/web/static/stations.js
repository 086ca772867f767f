// Workstations: a certificate for a browser, made once, ended with one key.
import { askReally } from "./dialogs.js";
import { ask } from "./wire.js";
import { announce, boot, byId, fill, icon, known, make, say } from "./words.js";

const day = new Intl.DateTimeFormat(boot.language, { year: "numeric", month: "short", day: "numeric", timeZone: boot.timeZone });

function wrong(error) {
  if (error.code === "unauthenticated") { location.assign("/staff/sign-in"); return; }
  const own = "stations-problem-" + error.code, key = known(own) ? own : "problem-" + error.code;
  fill(byId("station"), [make("p", { class: "fault" }, [icon("warning", 24), make("span", {}, say(known(key) ? key : "problem-other"))])]);
}
function row(each) {
  return make("tr", {}, [
    make("th", { scope: "row" }, each.name), make("td", {}, day.format(new Date(each.until))),
    make("td", { class: "do" }, make("button", { type: "button", "aria-label": say("stations-end") + " · " + each.name, click: function () {
      askReally(say("stations-ending", { name: each.name }), say("stations-end-hint"), say("stations-end"), function () {
        ask("DELETE", "/api/v1/stations/" + each.id).then(function () { announce(say("stations-said-ended", { name: each.name })); return refresh(); }, wrong);
      });
    } }, say("stations-end"))),
  ]);
}
function refresh() {
  return ask("GET", "/api/v1/stations").then(function (told) { fill(byId("stations"), told.items.map(row)); }, wrong);
}
function file(made) {
  const bytes = Uint8Array.from(atob(made.file), function (each) { return each.charCodeAt(0); });
  return URL.createObjectURL(new Blob([bytes], { type: "application/x-pkcs12" }));
}

if (boot.admin) {
  byId("new-station").addEventListener("submit", function (event) {
    event.preventDefault();
    const name = byId("station-name").value.trim();
    ask("POST", "/api/v1/stations", { name: name }).then(function (made) {
      byId("station-name").value = "";
      fill(byId("station"), [
        make("ol", { class: "steps" }, [
          make("li", {}, make("a", { href: file(made), download: "hall90-" + made.id + ".p12" }, say("stations-step-file"))),
          make("li", {}, [say("stations-step-phrase") + " ", make("code", { id: "station-phrase" }, made.passphrase)]),
          make("li", {}, say("stations-step-import")),
          make("li", {}, say("stations-step-away")),
        ]),
      ]);
      announce(say("stations-said-made", { name: name }));
      return refresh();
    }, wrong);
  });
  refresh();
}
