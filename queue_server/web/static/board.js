// A hall screen: asks every few seconds and whenever the journal moves, and draws what it is told.
// Nobody touches it for weeks: it comes back from every cut by itself and says when it is old.
import { boot, byId, fill, icon, make, now, say, clockTime } from "./words.js";

const ASK_MS = 5000, LIMIT_MS = 8000, OLD_MS = 12000, ROWS = 5, TURN_MS = 10000, BEATS_MS = 6000, CALLS_MS = 6000;
const first = boot.languages[0], others = boot.languages.slice(1);
const screen = byId("screen");
const BELOW = 2;
let view = null, callPage = 0, heard = Date.now(), ahead = 0, asking = false, again = false, linePage = 0;
let beats = new Map();
// Calls that stood on the screen since the server was told last.
const drawn = new Set();

function inLanguage(language, key, values) {
  const text = boot.words[language][key] || "";
  return text.replace(/\{(\w+)\}/g, function (whole, name) { return values ? String(values[name]) : ""; });
}
function named(names, language) { return names[language] || names[first] || Object.values(names)[0]; }

// Words in the first language large, the others small below.
function both(kind, text) {
  return [make("span", { class: kind, lang: first }, text(first))].concat(others.map(function (language) {
    return make("span", { class: kind + " other", lang: language }, text(language));
  }));
}

// --- calls
function callRow(call, index, fresh) {
  const row = make("div", { class: "call" + (fresh ? " now" : "") + (index === 0 ? " top" : "") });
  if (beats.has(call.number) ? beats.get(call.number) !== call.beat : beats.size > 0 || index === 0) {
    row.className += " beat";
    setTimeout(function () { row.classList.remove("beat"); }, BEATS_MS);
  }
  row.appendChild(make("b", { class: "number num" }, call.number));
  row.appendChild(make("span", { class: "arrow" + (call.arrow ? " " + call.arrow : " none") }, call.arrow ? icon("next", 24) : null));
  row.appendChild(make("i", { class: "plate num" }, String(call.window)));
  row.appendChild(make("span", { class: "where" }, both("window", function (language) {
    return inLanguage(language, "board-window");
  })));
  return row;
}

function drawCalls() {
  const key = JSON.stringify([view.calls, view.open, view.calls.length > 1 + BELOW ? callPage : 0]);
  if (byId("calls").dataset.key === key) return;
  byId("calls").dataset.key = key;
  if (!view.calls.length) {
    const words = view.open ? "board-welcome" : "board-closed";
    fill(byId("calls"), [make("div", { class: "quiet" }, both("words", function (language) {
      return inLanguage(language, words);
    }))]);
  } else {
    const rest = view.calls.slice(1), pages = Math.max(1, Math.ceil(rest.length / BELOW));
    const page = callPage % pages, shown = [view.calls[0]].concat(rest.slice(page * BELOW, page * BELOW + BELOW));
    fill(byId("calls"), shown.map(function (call, index) { return callRow(call, index, call.fresh); }).concat([
      pages > 1 ? make("p", { class: "more num" }, (page + 1) + "／" + pages) : null,
    ]));
    byId("calls").dataset.count = shown.length;
    shown.forEach(function (call) { drawn.add(call.beat); });
  }
  beats = new Map(view.calls.map(function (call) { return [call.number, call.beat]; }));
}

// --- lines
function waitWords(line, language) {
  if (!line.open) return inLanguage(language, "board-not-now");
  if (line.waiting === 0 && line.wait && line.wait.low <= 5) return inLanguage(language, "board-no-wait");
  if (!line.wait) return inLanguage(language, "board-no-window");
  return inLanguage(language, line.wait.doubtful ? "board-doubtful" : "board-minutes", line.wait);
}

function drawLines() {
  const rows = view.film ? ROWS - 2 : ROWS;
  const pages = Math.max(1, Math.ceil(view.lines.length / rows));
  const page = linePage % pages;
  const shown = view.lines.slice(page * rows, page * rows + rows);
  fill(byId("lines-title"), [make("span", { lang: first }, say("board-lines")),
    make("span", { class: "other" }, others.map(function (language) { return inLanguage(language, "board-lines"); }).join(" · ")),
    pages > 1 ? make("span", { class: "page num" }, (page + 1) + "／" + pages) : null]);
  fill(byId("lines"), shown.map(function (line) {
    return make("div", { class: "line" }, [
      make("span", { class: "name" }, both("service", function (language) { return named(line.names, language); })),
      make("span", { class: "state" }, [
        make("span", { class: "count" }, [make("b", { class: "num" }, String(line.waiting)),
          make("span", { class: "people" }, both("people-word", function (language) { return inLanguage(language, "board-people"); }))]),
        make("span", { class: "wait num" }, both("wait-word", function (language) { return waitWords(line, language); })),
      ]),
    ]);
  }));
}

// --- the film, silent and only where motion is welcome
function drawFilm() {
  const place = byId("film"), still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const wanted = still ? "" : view.film;
  if (place.dataset.film === wanted) return;
  place.dataset.film = wanted;
  place.hidden = !wanted;
  if (!wanted) { fill(place, []); return; }
  const film = make("video", { autoplay: true, loop: true, playsinline: true, src: "/media/" + wanted });
  film.muted = true;
  film.appendChild(make("track", { kind: "captions", default: true, src: "/media/" + wanted.replace(/\.\w+$/, ".vtt") }));
  film.addEventListener("error", function () { place.hidden = true; });
  fill(place, [film]);
}

// --- notices: whole words by page, never a moving text
let turns = [], turn = -1, turnEnds = 0, turnsKey = "";
function noticeTurns() {
  const all = [];
  const urgent = view.notices.filter(function (notice) { return notice.level === "important"; });
  view.notices.forEach(function (notice) {
    if (notice.level === "important") return;
    urgent.forEach(function (each) { all.push(each); });
    all.push(notice);
  });
  return all.length ? all : urgent;
}
function pagesOf(notice) {
  const pages = [];
  boot.languages.forEach(function (language) {
    if (!notice.text[language]) return;
    split(notice.text[language], language).forEach(function (text) {
      pages.push({ text: text, language: language, seq: notice.seq, important: notice.level === "important", ms: Math.max(TURN_MS, notice.dwell_s * 1000) });
    });
  });
  return pages;
}
function split(text, language) {
  const place = byId("notice");
  place.hidden = false;
  const words = /^zh/.test(language) ? Array.from(text) : text.match(/\S+\s*/g) || [];
  const pages = [];
  let page = "";
  words.forEach(function (word) {
    noticeLine({ text: page + word, language: language, important: false }, "9／9");
    const line = place.querySelector(".words");
    if (page && line.scrollWidth > line.clientWidth + 1) { pages.push(page.trim()); page = word; }
    else page += word;
  });
  if (page.trim()) pages.push(page.trim());
  return pages;
}
function noticeLine(page, count) {
  const place = byId("notice");
  place.className = page.important ? "important" : "";
  fill(place, [icon(page.important ? "warning" : "notice", 24),
    make("p", { class: "words", lang: page.language }, page.text),
    count ? make("p", { class: "page num" }, count) : null]);
}
function drawNotices() {
  const key = JSON.stringify(view.notices);
  if (key !== turnsKey) {
    turnsKey = key;
    turns = [].concat.apply([], noticeTurns().map(pagesOf));
    byId("notice").dataset.turns = JSON.stringify(turns);
    turn = -1;
    turnEnds = 0;
  }
  if (!turns.length) { byId("notice").hidden = true; return; }
  if (Date.now() < turnEnds) return;
  turn = (turn + 1) % turns.length;
  turnEnds = Date.now() + turns[turn].ms;
  byId("notice").hidden = false;
  if (turns[turn].seq) noticed.add(turns[turn].seq);
  noticeLine(turns[turn], turns.length > 1 ? (turn + 1) + "／" + turns.length : "");
}

// --- the playlist: one thing after the other in place of the calls, but never over a new call
const FRESH_MS = 60000;
let played = null, playedKey = "", act = -1, actEnds = 0, interrupted = false, held = new Map();

// Each file is fetched once and held, so that it plays on while the server is gone.
function hold(playlist) {
  const wanted = new Set();
  (playlist ? playlist.items : []).forEach(function (item) { [item.url, item.captions].forEach(function (url) { if (url) wanted.add(url); }); });
  held.forEach(function (own, url) { if (!wanted.has(url)) { if (own) URL.revokeObjectURL(own); held.delete(url); } });
  wanted.forEach(function (url) { if (!held.has(url)) fetchFile(url); });
}
async function fetchFile(url) {
  held.set(url, "");
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(String(answer.status));
    held.set(url, URL.createObjectURL(await answer.blob()));
  } catch (error) { held.delete(url); }
}
function onNow() {
  const at = now() + ahead;
  return view.playlists.find(function (each) {
    return each.spans.some(function (span) { return at >= Date.parse(span[0]) && at < Date.parse(span[1]); });
  }) || null;
}
function newCall() {
  return Date.now() - heard < FRESH_MS && view.calls.some(function (call) { return call.fresh; });
}
function stageWords(item) {
  return make("div", { class: "saying" }, both("words", function (language) { return item.text[language] || ""; }));
}
function stageOf(item) {
  const own = held.get(item.url), words = item.text[first] || Object.values(item.text)[0] || "";
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (item.kind === "words" || !own || (item.kind === "video" && still)) return [stageWords(item)];
  const caption = make("p", { class: "caption" }, both("words", function (language) { return item.text[language] || ""; }));
  if (item.kind === "picture") return [make("img", { src: own, alt: words }), caption];
  const film = make("video", { autoplay: true, loop: true, playsinline: true, src: own, "aria-label": words });
  film.muted = true;
  if (held.get(item.captions)) film.appendChild(make("track", { kind: "captions", default: true, srclang: first, label: words, src: held.get(item.captions) }));
  film.addEventListener("error", function () { fill(byId("act"), [stageWords(item)]); fitted(byId("act")); });
  return [film, caption];
}
function showCalls() {
  byId("stage").hidden = true;
  byId("main").hidden = false;
  fill(byId("act"), []);
}
function showAct(item) {
  if (item.kind === "calls") { showCalls(); return; }
  byId("stage").hidden = false;
  byId("main").hidden = true;
  byId("stage").dataset.kind = item.kind;
  fill(byId("act"), stageOf(item));
  fitted(byId("act"));
}
function drawStrip() {
  const calls = view.calls.slice(0, 5), key = JSON.stringify(calls);
  if (byId("strip").dataset.key === key) return;
  byId("strip").dataset.key = key;
  fill(byId("strip"), calls.map(function (call) {
    return make("span", { class: "short" }, [make("b", {}, call.number), icon("next", 24), make("i", { class: "plate" }, String(call.window))]);
  }));
}
function drawStage() {
  played = onNow();
  const key = played ? JSON.stringify([played.id, played.revision, played.items]) : "";
  if (key !== playedKey) { playedKey = key; act = -1; actEnds = 0; interrupted = false; hold(played); }
  if (!played) { showCalls(); return; }
  drawStrip();
  if (newCall()) {
    if (!byId("stage").hidden) interrupted = true;
    showCalls();
    return;
  }
  if (interrupted && act >= 0) {
    interrupted = false;
    actEnds = Date.now() + played.items[act].seconds * 1000;
    showAct(played.items[act]);
  }
  if (Date.now() < actEnds) return;
  act = (act + 1) % played.items.length;
  actEnds = Date.now() + played.items[act].seconds * 1000;
  showAct(played.items[act]);
}
// What was really drawn, told with each question; nothing is while an emergency covers it.
const noticed = new Set();
function drawnRows() {
  if (!view || view.emergency) return [];
  const rows = view.notices.map(function (each) { return each.seq; }).filter(function (seq) { return noticed.has(seq); });
  if (played && act >= 0 && played.seq) rows.push(played.seq);
  return rows;
}

// --- the emergency covers everything
function drawEmergency() {
  const place = byId("emergency"), danger = view.emergency;
  place.hidden = !danger;
  screen.hidden = Boolean(danger);
  if (!danger) { place.dataset.key = ""; return; }
  const key = JSON.stringify(danger);
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  const drill = danger.kind === "drill";
  place.className = "emergency" + (drill ? " drill" : "");
  fill(place, [icon("warning", 24), make("div", {}, both("words", function (language) {
    return danger.text[language] || inLanguage(language, "emergency-" + danger.kind);
  }))]);
  fitted(place);
}

// Nothing of it may be cut off: the letters shrink until all of it stands on the screen.
function fitted(place) {
  for (let size = 100; size >= 30; size -= 5) {
    place.style.setProperty("--size", String(size / 100));
    if (place.scrollHeight <= place.clientHeight) return;
  }
}

// --- the whole, the clock, and the truth about how old it is
function drawTime() {
  const at = now() + ahead;
  byId("clock").textContent = clockTime(at);
  byId("date").textContent = new Intl.DateTimeFormat(first, {
    month: "long", day: "numeric", weekday: "long", timeZone: boot.timeZone,
  }).format(new Date(at));
  const old = Date.now() - heard > OLD_MS;
  screen.dataset.state = old ? "stale" : view ? "live" : "connecting";
  const place = byId("stale");
  if (place.hidden !== !old) place.hidden = !old;
  if (old && !place.firstChild) {
    fill(place, [icon("warning", 24), make("span", {}, both("words", function (language) {
      return inLanguage(language, "board-stale", { time: clockTime(heard + ahead) });
    }))]);
  }
  if (!old && place.firstChild) fill(place, []);
}
function draw() {
  byId("hall").textContent = named(view.name, first);
  drawStage();
  drawCalls();
  drawLines();
  drawFilm();
  drawNotices();
  drawEmergency();
  drawTime();
}

async function load() {
  if (asking) { again = true; return; }
  asking = true;
  const stop = new AbortController();
  const limit = setTimeout(function () { stop.abort(); }, LIMIT_MS);
  try {
    const said = Array.from(drawn).map(function (beat) { return "shown=" + beat; }).concat(drawnRows().map(function (row) { return "drawn=" + row; }));
    const seen = said.length ? "?" + said.slice(0, 60).join("&") : "";
    const answer = await fetch("/api/v1/boards/" + encodeURIComponent(boot.board) + seen, { cache: "no-store", signal: stop.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    drawn.clear();
    const told = await answer.json();
    // A television's clock is often wrong; the hall's is shown.
    ahead = Date.parse(told.at) - now();
    heard = Date.now();
    if (view && told.mark !== view.mark) { location.reload(); return; }
    view = told;
    draw();
  } catch (error) { /* how old the screen is says it */ } finally {
    clearTimeout(limit);
    asking = false;
  }
  if (again) { again = false; load(); }
}

let news = null, soon = 0;
function listen() {
  news = new EventSource("/api/v1/events");
  news.onmessage = function () {
    // Many rows in one moment are one question.
    clearTimeout(soon);
    soon = setTimeout(load, 100);
  };
  news.onerror = function () { if (news.readyState === 2) setTimeout(listen, 3000); };
}

setInterval(load, ASK_MS);
setInterval(function () { if (view) { drawStage(); drawNotices(); } drawTime(); }, 1000);
setInterval(function () { linePage += 1; if (view) drawLines(); }, TURN_MS);
setInterval(function () { callPage += 1; if (view) drawCalls(); }, CALLS_MS);
load();
listen();
