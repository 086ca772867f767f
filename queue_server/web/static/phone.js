// A visitor's own ticket, kept up to date in place: asked again every few seconds, and when the
// number is called the phone shakes, flashes and, once the visitor has allowed it, rings.
const QUICKEST_MS = 4000, LONGEST_MS = 8000, SHAKE = [500, 200, 500, 200, 900], TONES = [[784, 0], [587, 0.3], [784, 0.6]];
// A language chosen without cookies stands in the address.
const language = (/[?&](lang=[\w-]+)/.exec(location.search) || ["", ""])[1].replace(/^(?=.)/, "?");
let context = null, missed = 0, timer = 0;
function main() { return document.getElementById("main"); }

function ring() {
  if (navigator.vibrate) navigator.vibrate(SHAKE);
  document.body.dataset.rang = String(Number(document.body.dataset.rang || 0) + 1);
  if (!context) return;
  TONES.forEach(function (tone) {
    const start = context.currentTime + tone[1], wave = context.createOscillator(), loud = context.createGain();
    wave.frequency.value = tone[0];
    loud.gain.setValueAtTime(0.0001, start);
    loud.gain.exponentialRampToValueAtTime(0.5, start + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
    wave.connect(loud);
    loud.connect(context.destination);
    wave.start(start);
    wave.stop(start + 0.3);
  });
}

// Focus stays where it was: on what does the same thing on the fresh page, wherever that stands.
function does(node) { return node.getAttribute("href") || (node.form && node.form.getAttribute("action") + node.value); }
function held() {
  const node = document.activeElement;
  return node && main().contains(node) ? does(node) : null;
}
function hold(place) {
  const same = Array.from(main().querySelectorAll("a, button")).filter(function (node) { return does(node) === place; })[0];
  // What was to be done cannot be done any more: reading begins anew, and nothing else is pressed.
  if (!same) main().setAttribute("tabindex", "-1");
  (same || main()).focus();
}

function take(page) {
  const fresh = page.getElementById("main"), before = main();
  if (!fresh || (fresh.innerHTML === before.innerHTML && fresh.dataset.state === before.dataset.state)) return;
  const called = fresh.dataset.state === "CALLED" && before.dataset.state !== "CALLED", place = held();
  const words = before.querySelector(".now"), now = fresh.querySelector(".now");
  if (words && now && words.textContent === now.textContent) now.removeAttribute("role");
  before.parentNode.replaceChild(document.importNode(fresh, true), before);
  document.title = page.title;
  document.body.className = page.body.className;
  // What changed is read out: a region that comes filled is silent, one that is filled speaks.
  const said = main().querySelector(".now[role]");
  if (said) {
    const parts = Array.from(said.childNodes);
    parts.forEach(function (part) { said.removeChild(part); });
    setTimeout(function () { parts.forEach(function (part) { said.appendChild(part); }); }, 60);
  }
  if (place !== null) hold(place);
  if (called) ring();
}

function look() {
  clearTimeout(timer);
  // A line that neither answers nor breaks is no answer either.
  const cut = new AbortController(), end = setTimeout(function () { cut.abort(); }, LONGEST_MS);
  fetch(location.pathname + language, { cache: "no-store", headers: { Accept: "text/html" }, signal: cut.signal }).then(function (answer) {
    // "No such ticket" is told by the hall; every other trouble leaves what was known, marked as old.
    if (!answer.ok && answer.status !== 404) throw new Error(String(answer.status));
    return answer.text();
  }).then(function (text) {
    clearTimeout(end);
    missed = 0;
    take(new DOMParser().parseFromString(text, "text/html"));
  }).catch(function () {
    clearTimeout(end);
    missed += 1;
    // What is old must not look fresh.
    const stale = document.getElementById("stale");
    if (missed > 1 && stale) stale.hidden = false;
  }).then(later);
}
function later() {
  clearTimeout(timer);
  const again = Number(main().dataset.again);
  if (again) timer = setTimeout(look, Math.min(again * 1000, QUICKEST_MS));
}

const button = document.getElementById("ring");
if (button && (navigator.vibrate || window.AudioContext)) {
  button.hidden = false;
  button.addEventListener("click", function () {
    if (!context && window.AudioContext) context = new AudioContext();
    if (context) context.resume();
    button.setAttribute("aria-pressed", "true");
    ring();
  });
}
document.addEventListener("visibilitychange", function () { if (!document.hidden) look(); });
later();
