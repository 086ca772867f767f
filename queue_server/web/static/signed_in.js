// Who is signed in where, and one key to end it.
import { ask } from "./wire.js";
import { announce, boot, byId, clockTime, fill, make, say } from "./words.js";

const EVERY_MS = 5000;
let drawn = "";
function row(each) {
  return make("tr", {}, [
    make("th", { scope: "row" }, each.name + (each.own ? say("signed-in-own") : "")),
    make("td", {}, each.address), make("td", {}, clockTime(each.began)), make("td", {}, clockTime(each.used)),
    make("td", { class: "do" }, each.own ? null : make("button", { type: "button", "aria-label": say("signed-in-end-of", { name: each.name, address: each.address }),
      click: function () {
        ask("DELETE", "/api/v1/sessions/" + each.id).then(function () { announce(say("signed-in-said-ended", { name: each.name })); return refresh(); }, refresh);
      } }, say("signed-in-end"))),
  ]);
}
function refresh() {
  return ask("GET", "/api/v1/sessions").then(function (told) {
    const mark = JSON.stringify(told.items);
    if (mark === drawn) return;
    drawn = mark;
    fill(byId("signed-in"), told.items.map(row));
  }, function () { /* the page's bar says that the server is away */ });
}
if (boot.admin) { refresh(); setInterval(refresh, EVERY_MS); }
