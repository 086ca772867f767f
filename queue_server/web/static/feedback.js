// What visitors told the hall: late ones first to see, answered here, published only as agreed.
import { ask } from "./wire.js";
import { announce, boot, byId, fill, icon, known, listed, make, say, serviceName } from "./words.js";

const stamp = new Intl.DateTimeFormat(boot.language, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: boot.timeZone });
function when(instant) { return stamp.format(new Date(instant)); }
let items = [], next = null;

function wrong(error) {
  const place = byId("fault");
  place.hidden = !error;
  if (!error) return;
  if (error.code === "unauthenticated") { location.assign("/staff/sign-in"); return; }
  const key = "problem-" + error.code;
  fill(place, [icon("warning", 24), make("span", {}, say(error.code === "value_missing" ? "feedback-words-missing" : known(key) ? key : "problem-other"))]);
}

function label(prefix, name) { const key = prefix + name; return known(key) ? say(key) : name; }
function line(title, text) { return text ? make("p", {}, [make("b", {}, title), text]) : null; }

function due(each) {
  if (each.state === "closed" || !each.first_by) return null;
  const by = each.state === "received" ? each.first_by : each.final_by;
  return make("p", { class: each.late ? "late" : "hint" }, say(each.late ? "feedback-late" : "feedback-due", { time: when(by) }));
}

function replyForm(each) {
  if (each.state === "closed" || !each.first_by) return null;
  const text = make("textarea", { id: "reply-" + each.id, rows: "3", maxlength: "2000" });
  const final = make("input", { type: "checkbox", id: "final-" + each.id });
  return make("form", { class: "rows", submit: function (event) {
    event.preventDefault();
    act("POST", each, "/replies", { text: text.value.trim(), final: final.checked }, say("feedback-said-answered", { reference: each.reference }), text);
  } }, [
    make("label", { for: "reply-" + each.id }, say("feedback-answer")), text,
    make("label", { class: "check" }, [final, say("feedback-final")]),
    make("div", { class: "buttons" }, [make("button", { type: "submit", class: "main" }, say("feedback-send"))]),
  ]);
}

function publishForm(each) {
  if (!each.may_publish || each.state === "received") return null;
  if (each.published) return make("div", {}, [
    line(say("feedback-published"), each.published.summary + " – " + each.published.answer),
    make("button", { type: "button", click: function () { act("DELETE", each, "/publication", null, say("feedback-said-unpublished", { reference: each.reference })); } }, say("feedback-unpublish")),
  ]);
  const summary = make("textarea", { id: "summary-" + each.id, rows: "2", maxlength: "2000" });
  const answer = make("textarea", { id: "answer-" + each.id, rows: "2", maxlength: "2000" });
  return make("details", { class: "new" }, [make("summary", {}, say("feedback-publish")), make("form", { class: "rows", submit: function (event) {
    event.preventDefault();
    act("PUT", each, "/publication", { summary: summary.value.trim(), answer: answer.value.trim() }, say("feedback-said-published", { reference: each.reference }), summary);
  } }, [
    make("p", { class: "hint" }, say("feedback-publish-hint")),
    make("label", { for: summary.id }, say("feedback-summary")), summary,
    make("label", { for: answer.id }, say("feedback-answer")), answer,
    make("div", { class: "buttons" }, [make("button", { type: "submit" }, say("feedback-publish-go"))]),
  ])]);
}

function drawn(each) {
  const answers = Object.keys(each.answers).map(function (id) { return (boot.questions[id] || id) + " " + ((boot.choices[id] || {})[each.answers[id]] || each.answers[id]); });
  return make("article", { class: "finding" + (each.late && each.state !== "closed" ? " stops" : ""), id: "f-" + each.id, "aria-label": label("feedback-kind-", each.kind) + " " + each.reference }, [make("div", {}, [
    make("h2", {}, label("feedback-kind-", each.kind) + " · " + each.reference),
    make("p", { class: "hint" }, listed([when(each.at), label("feedback-state-", each.state), each.service ? serviceName(each.service) : "", each.window ? say("choose-window", { number: boot.windows[each.window] || each.window }) : ""].filter(Boolean))),
    due(each),
    each.score ? line(say("feedback-score"), say("feedback-of-five", { score: each.score })) : null,
    each.about ? line(say("feedback-about"), label("feedback-about-", each.about)) : null,
    each.points.length ? line(say("feedback-points"), listed(each.points.map(function (point) { return label("feedback-point-", point); }))) : null,
    each.text ? make("blockquote", {}, each.text) : null,
    answers.length ? make("ul", {}, answers.map(function (text) { return make("li", {}, text); })) : null,
    each.contact ? line(say("feedback-contact"), each.contact) : null,
    each.replies.length ? make("ol", { class: "replies" }, each.replies.map(function (reply) {
      return make("li", {}, [make("span", { class: "hint" }, when(reply.at) + " " + reply.by), make("p", {}, reply.text)]);
    })) : null,
    replyForm(each), publishForm(each),
  ])]);
}

function act(method, each, path, body, said, field) {
  ask(method, "/api/v1/feedback/" + encodeURIComponent(each.id) + path, body).then(function (changed) {
    wrong(null);
    announce(said);
    items = items.map(function (other) { return other.id === changed.id ? changed : other; });
    const place = byId("f-" + changed.id), fresh = drawn(changed);
    place.parentNode.replaceChild(fresh, place);
    fresh.setAttribute("tabindex", "-1");
    fresh.focus();
  }, function (error) { wrong(error); if (field) field.focus(); });
}

function load(begin) {
  const asked = ["limit=20"];
  ["state", "kind"].forEach(function (name) { if (byId(name).value) asked.push(name + "=" + byId(name).value); });
  if (!begin && next) asked.push("cursor=" + encodeURIComponent(next));
  return ask("GET", "/api/v1/feedback?" + asked.join("&")).then(function (told) {
    wrong(null);
    items = begin ? told.items : items.concat(told.items);
    next = told.next;
    if (begin) fill(byId("list"), told.items.length ? told.items.map(drawn) : [make("p", { class: "nothing" }, say("feedback-none"))]);
    else told.items.forEach(function (each) { byId("list").appendChild(drawn(each)); });
    byId("more").hidden = !next;
    if (begin) announce(told.items.length ? say("feedback-said-found", { count: told.items.length }) : say("feedback-none"), false, true);
  }, wrong);
}
byId("state").addEventListener("change", function () { load(true); });
byId("kind").addEventListener("change", function () { load(true); });
byId("more").addEventListener("click", function () { load(false); });
byId("filters").addEventListener("submit", function (event) { event.preventDefault(); });
load(true);
