// What every page with a script has: it tells when the server is out of reach, and keeps what was
// typed and not sent, over a reload and over the end of a sign-in, in this tab alone.
import { announce, byId, clockTime, fill, icon, make, now, say } from "./words.js";

// --- out of reach: what stands here must not look fresh
let lastReached = now(), lost = false;
document.addEventListener("hall90-reach", function (event) {
  if (event.detail) lastReached = now();
  if (event.detail !== lost) return;
  lost = !event.detail;
  const place = byId("lost");
  if (lost) fill(place, [icon("offline", 24), make("span", {}, say("page-lost", { time: clockTime(lastReached, true) }))]);
  else announce(say("page-back"));
  place.hidden = !lost;
  document.body.classList.toggle("stale", lost);
});

// --- half-filled forms
const KEY = "hall90.draft:" + byId("kept").dataset.who + ":" + location.pathname;
let keeping = true;

function fields() {
  return Array.from(document.querySelectorAll("main form[novalidate] [id]")).filter(function (each) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(each.tagName) && each.type !== "password" && each.type !== "file" && each.type !== "hidden";
  });
}
function ticks(field) { return field.type === "checkbox" || field.type === "radio"; }
function value(field) { return ticks(field) ? field.checked : field.value; }
const plain = {};
fields().forEach(function (field) { plain[field.id] = value(field); });

function keep() {
  if (!keeping) return;
  const draft = {};
  fields().forEach(function (field) { if (field.id in plain && value(field) !== plain[field.id]) draft[field.id] = value(field); });
  try {
    // A choice alone is soon made again; words are not.
    if (Object.keys(draft).some(function (id) { return typeof draft[id] === "string" && byId(id).tagName !== "SELECT"; })) sessionStorage.setItem(KEY, JSON.stringify(draft));
    else sessionStorage.removeItem(KEY);
  } catch (refused) { /* this visit only */ }
}

function put(draft) {
  Object.keys(draft).forEach(function (id) {
    const field = byId(id);
    if (!field || !(id in plain)) return;
    if (ticks(field)) field.checked = draft[id]; else field.value = draft[id];
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function restore() {
  let draft = null;
  try { draft = JSON.parse(sessionStorage.getItem(KEY) || "null"); } catch (refused) { draft = null; }
  if (!draft) return;
  put(draft);
  const place = byId("kept");
  fill(place, [make("span", {}, say("page-kept") + " "), make("button", { type: "button", class: "quiet", click: function () { put(plain); keep(); place.hidden = true; byId("main").focus(); } }, say("page-kept-drop"))]);
  place.hidden = false;
}

document.addEventListener("submit", function (event) {
  if (event.target.getAttribute("action") !== "/staff/sign-out") { byId("kept").hidden = true; return; }
  // Whoever sits down here next finds nothing of it.
  keeping = false;
  try { Object.keys(sessionStorage).forEach(function (key) { if (key.indexOf("hall90.draft:") === 0) sessionStorage.removeItem(key); }); } catch (refused) { /* nothing kept */ }
});
window.addEventListener("pagehide", keep);
setInterval(keep, 3000);
restore();
