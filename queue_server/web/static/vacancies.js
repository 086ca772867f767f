// An employer's vacancy, registered at the desk: visitors find it as a job, and stated needs it
// answers are shown by their numbers, without the person.
import { askReally } from "./dialogs.js";
import { ask } from "./wire.js";
import { announce, boot, byId, fill, listed, make, say } from "./words.js";

const TEXTS = ["title", "employer", "contact", "place", "description"], NUMBERS = ["pay_min", "pay_max", "openings"];
const MILDEST = 4;
// What is open from a level on is open to every milder one as well: level 1 is the severest.
function openTo(fields) {
  const levels = [];
  fields.forEach(function (each) {
    for (let level = Number(each.value); level && level <= MILDEST; level += 1) levels.push(each.dataset.category + ":" + level);
  });
  return levels;
}
function openWords(levels) {
  const severest = {};
  levels.forEach(function (each) { const parts = each.split(":"); severest[parts[0]] = Math.min(severest[parts[0]] || MILDEST, Number(parts[1] || 1)); });
  return listed(Object.keys(severest).map(function (each) { return say("vacancy-open-" + each) + " " + say("vacancy-level-" + severest[each]); }));
}
function name(label) { return label.names[boot.language] || label.value; }

export function prepareVacancies(wrong, fresh) {
  let key = null;
  function matches(each, place) {
    ask("GET", "/api/v1/vacancies/" + each.id + "/matches").then(function (told) {
      fill(place, told.items.length ? [make("ul", {}, told.items.map(function (match) {
        return make("li", {}, [make("b", {}, match.reference), " " + listed(match.reasons.map(name))]);
      }))] : [make("p", {}, say("vacancy-no-match"))]);
    }, wrong);
  }
  function drawn(each) {
    const place = make("div", { role: "status" });
    return make("article", { class: "finding" }, [make("div", {}, [
      make("h3", {}, each.told.title + " · " + each.told.employer),
      each.told.open_to && each.told.open_to.length ? make("p", {}, openWords(each.told.open_to)) : null,
      make("div", { class: "buttons" }, [
        make("button", { type: "button", "aria-label": say("vacancy-matches") + " · " + each.told.title, click: function () { matches(each, place); } }, say("vacancy-matches")),
        make("button", { type: "button", "aria-label": say("vacancy-close") + " · " + each.told.title, click: function () {
          askReally(say("vacancy-closing", { title: each.told.title }), say("vacancy-close-hint"), say("vacancy-close"), function () {
            ask("DELETE", "/api/v1/vacancies/" + each.id).then(function () { wrong(null); announce(say("vacancy-said-closed", { title: each.told.title })); list(); }, wrong);
          });
        } }, say("vacancy-close")),
      ]), place,
    ])]);
  }
  function list() {
    ask("GET", "/api/v1/vacancies").then(function (told) { fill(byId("vacancies"), told.items.map(drawn)); }, wrong);
  }
  byId("vacancy").addEventListener("submit", function (event) {
    event.preventDefault();
    const body = { open_to: openTo(Array.from(byId("v-open_to").querySelectorAll("select"))) };
    TEXTS.forEach(function (field) { body[field] = byId("v-" + field).value.trim(); });
    NUMBERS.forEach(function (field) { const typed = Number(byId("v-" + field).value); if (typed) body[field] = typed; });
    key = key || fresh();
    ask("POST", "/api/v1/vacancies", body, key).then(function () {
      key = null;
      wrong(null);
      byId("vacancy").reset();
      announce(say("vacancy-said-made", { title: body.title }));
      list();
    }, function (error) {
      if (error.code !== "unreachable") key = null;
      wrong(error, byId("v-" + ((error.problem && error.problem.field) || "title")) || byId("v-title"));
    });
  });
  list();
}
