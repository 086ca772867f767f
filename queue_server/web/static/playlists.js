// Playlists: put in order, looked at on signs as real pixels, published, and where they are shown.
import { ask, once, Refusal } from "./wire.js";
import { aimed, asWall, schedule, showing, writeSchedule } from "./schedule.js";
import { announce, boot, byId, fill, icon, known, listed, make, say } from "./words.js";

const EVERY_MS = 5000, FIRST = boot.languages[0], FILE_MS = 120000;
let changing = null, items = [], notices = [], media = [], numbers = 0;

// --- the things in order; each keeps its fields while it is moved
function option(value, words, chosen) { return make("option", { value: value, selected: value === chosen }, words); }
function choice(id, key, values, chosen) {
  return [make("label", { for: id }, say(key)), make("select", { id: id, "data-what": "choice" }, [option("", say("playlists-choose"), chosen)].concat(values))];
}
function noticeWords(notice) { return notice.text[boot.language] || notice.text[FIRST]; }
function wordsFields(id, key, item) {
  return [].concat.apply([], boot.languages.map(function (language) {
    const field = make("textarea", { id: id + "-" + language, rows: "2", maxlength: "200", lang: language, "data-language": language });
    field.value = item.text[language] || "";
    return [make("label", { for: id + "-" + language }, say(key, { language: say("language-" + language) })), field];
  }));
}
function fieldsOf(item) {
  const id = "item-" + item.key;
  if (item.kind === "words") return wordsFields(id, "playlists-text", item);
  if (item.kind === "calls") return [];
  if (item.kind === "notice") {
    const up = notices.some(function (each) { return each.id === item.notice; });
    return choice(id, "playlists-choose-notice", notices.map(function (each) { return option(each.id, noticeWords(each), item.notice); })
      .concat(item.notice && !up ? [option(item.notice, say("playlists-gone-notice"), item.notice)] : []), item.notice);
  }
  return choice(id, "playlists-choose-" + item.kind, media.filter(function (each) { return each.kind === item.kind; }).map(function (each) {
    return option(each.name, each.title, item.media);
  }), item.media).concat(wordsFields(id, "playlists-alt", item), [make("p", { class: "hint" }, say("playlists-alt-hint"))]);
}

// What stands in the fields, back into the items.
function read() {
  items.forEach(function (item) {
    const place = byId("row-" + item.key);
    if (!place) return;
    item.seconds = Number(byId("seconds-" + item.key).value);
    place.querySelectorAll("textarea").forEach(function (field) {
      const words = field.value.trim();
      if (words) item.text[field.dataset.language] = words; else delete item.text[field.dataset.language];
    });
    const chosen = place.querySelector("select");
    if (chosen) item[item.kind === "notice" ? "notice" : "media"] = chosen.value || null;
  });
}
function draw() {
  fill(byId("items"), items.map(function (item, at) {
    const number = at + 1, kind = say("playlists-kind-" + item.kind);
    const seconds = make("input", { type: "number", id: "seconds-" + item.key, min: "10", max: "600", class: "short" });
    seconds.value = String(item.seconds);
    function mover(way, key, named, can) {
      return make("button", { type: "button", id: way + "-" + item.key, "aria-label": say(named, { number: number }), "aria-disabled": can ? null : "true",
        click: function () { if (can) move(at, way); } }, say(key));
    }
    return make("li", { id: "row-" + item.key, "aria-labelledby": "head-" + item.key, tabindex: "-1" }, [
      make("b", { id: "head-" + item.key }, say("playlists-item", { number: number, all: items.length, kind: kind })),
    ].concat(fieldsOf(item), [make("div", { class: "order" }, [
      make("label", { for: "seconds-" + item.key }, say("playlists-seconds")), seconds,
      mover("up", "playlists-up", "playlists-up-of", at > 0), mover("down", "playlists-down", "playlists-down-of", at < items.length - 1),
      mover("remove", "playlists-remove", "playlists-remove-of", true),
    ])]));
  }));
  byId("items-none").hidden = items.length > 0;
}
function move(at, way) {
  read();
  const item = items[at];
  items.splice(at, 1);
  if (way === "remove") {
    draw();
    announce(say("playlists-said-removed", { all: items.length }));
    const next = items[Math.min(at, items.length - 1)];
    (next ? byId("row-" + next.key) : document.querySelector("[data-add]")).focus();
    return;
  }
  const to = at + (way === "up" ? -1 : 1);
  items.splice(to, 0, item);
  draw();
  byId(way + "-" + item.key).focus();
  announce(say("playlists-said-moved", { number: to + 1, all: items.length }));
}
function add(kind) {
  read();
  const item = { key: String(numbers += 1), kind: kind, seconds: 15, text: {}, notice: null, media: null };
  items.push(item);
  draw();
  announce(say("playlists-said-added", { number: items.length, kind: say("playlists-kind-" + kind) }));
  const field = byId("row-" + item.key).querySelector("textarea, select, input");
  field.focus();
}
document.querySelectorAll("[data-add]").forEach(function (button) {
  button.addEventListener("click", function () { add(button.dataset.add); });
});

// --- the form
function written() {
  read();
  return Object.assign(changing ? { dates: changing.dates, except_dates: changing.except_dates, revision: changing.revision } : {}, schedule(), {
    name: byId("name").value.trim(),
    priority: Number(byId("priority").value),
    items: items.map(function (item) {
      return { kind: item.kind, seconds: item.seconds, text: item.text, notice: item.notice, media: item.media };
    }),
  });
}
function write(playlist) {
  changing = playlist;
  byId("name").value = playlist ? playlist.name : "";
  byId("priority").value = playlist && playlist.priority ? "5" : "0";
  items = (playlist ? playlist.items : []).map(function (each) { return Object.assign({ key: String(numbers += 1) }, each, { text: Object.assign({}, each.text) }); });
  writeSchedule(playlist);
  byId("form-title").textContent = say(playlist ? "playlists-changing" : "playlists-new");
  byId("publish").textContent = say(playlist ? "notices-save" : "playlists-publish");
  byId("leave").hidden = !playlist;
  fill(byId("pictures"), []);
  draw();
  wrong("fault", null);
}
function fieldOf(name) {
  const place = /^items\.(\d+)/.exec(name || "");
  const row = place && items[Number(place[1])] ? byId("row-" + items[Number(place[1])].key) : null;
  if (row) return row.querySelector(/\.text$/.test(name) ? "textarea" : "select, textarea, input");
  if (/^items/.test(name || "")) return document.querySelector("[data-add]");
  return { name: byId("name"), expires_at: byId("expires"), starts_at: byId("starts"), targets: byId("everywhere"), file: byId("file") }[name] || null;
}
function wrong(id, error) {
  const place = byId(id);
  place.hidden = !error;
  document.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
  if (!error) return;
  if (error.code === "unauthenticated") { location.assign("/staff/sign-in"); return; }
  const key = "problem-" + error.code, field = fieldOf(error.problem && error.problem.field);
  fill(place, [icon("warning", 24), make("span", {}, say(known(key) ? key : "problem-other"))]);
  if (field) { field.setAttribute("aria-invalid", "true"); field.focus(); }
}
// One thing after another: what is pressed meanwhile waits its turn.
let turn = Promise.resolve();
function attempt(task, place) {
  const fault = place || "fault";
  document.body.setAttribute("aria-busy", "true");
  turn = turn.then(task).then(function () { wrong(fault, null); }, function (error) {
    if (!error.code) { setTimeout(function () { throw error; }); return; }
    wrong(fault, error);
  }).then(function () { document.body.removeAttribute("aria-busy"); });
}
const publish = once();
byId("form").addEventListener("submit", function (event) {
  event.preventDefault();
  attempt(async function () {
    const asked = written();
    if (changing) await ask("PUT", "/api/v1/playlists/" + changing.id, asked);
    else await publish("/api/v1/playlists", asked);
    announce(say(changing ? "playlists-said-saved" : "playlists-said-published"));
    write(null);
    await refresh();
  });
});
byId("leave").addEventListener("click", function () { write(null); });

// --- every sign draws each thing from the bytes it would get; a screen shows the thing itself
function textOf(item) {
  if (item.kind !== "notice") return item.text;
  const notice = notices.find(function (each) { return each.id === item.notice; });
  return notice ? notice.text : {};
}
function onScreen(item, caption) {
  const file = media.find(function (each) { return each.name === item.media; });
  const words = item.text[boot.language] || item.text[FIRST] || "";
  let shown = null;
  if (file && item.kind === "picture") shown = make("img", { src: "/media/" + file.name, alt: words, class: "smooth" });
  if (file && item.kind === "video") {
    shown = make("video", { src: "/media/" + file.name, controls: true, preload: "metadata", "aria-label": words });
    shown.muted = true;
    if (file.captions) shown.appendChild(make("track", { kind: "captions", default: true, src: "/media/" + file.captions, srclang: FIRST, label: words }));
  }
  return shown ? make("figure", {}, [make("figcaption", {}, caption), shown]) : null;
}
byId("preview").addEventListener("click", function () {
  attempt(async function () {
    const asked = written(), drawn = [];
    fill(byId("pictures"), [make("p", { class: "hint" }, say("notices-drawing"))]);
    const signs = aimed(boot.signs.map(function (each) { return Object.assign({ kind: "sign" }, each); }), asked.targets);
    const boards = aimed(boot.boards.map(function (each) { return Object.assign({ kind: "board" }, each); }), asked.targets);
    for (let at = 0; at < items.length; at += 1) {
      const item = items[at], text = textOf(item);
      if (item.kind === "calls" || !Object.keys(text).length) continue;
      const number = function (kind, name) { return say("playlists-picture-of", { number: at + 1, place: say("notices-place-" + kind, { name: name }) }); };
      if (boards.length && item.media) drawn.push(onScreen(item, number("board", boards[0].id)));
      const sinks = item.media ? signs : boards.concat(signs);
      for (const sink of sinks) {
        const told = await ask("POST", "/api/v1/boards/" + encodeURIComponent(sink.id) + "/preview", { notice: { text: text, dwell_s: item.seconds } });
        drawn.push(make("figure", {}, [make("figcaption", {}, number(sink.kind, sink.id)),
          told.png ? make("img", { src: "data:image/png;base64," + told.png, alt: told.texts.join(" ") }) : null].concat(told.warnings.map(function (each) {
          return make("p", { class: "warning" }, [icon("warning", 20), make("span", {}, each.text)]);
        }))));
      }
    }
    fill(byId("pictures"), drawn);
    announce(say("notices-said-drawn", { count: drawn.length }));
  });
});

// --- what is up
function length(playlist) {
  const seconds = playlist.items.reduce(function (sum, each) { return sum + each.seconds; }, 0);
  return say("playlists-length", { count: playlist.items.length, seconds: seconds });
}
function back(version, said) {
  attempt(async function () {
    await ask("POST", "/api/v1/playlists/" + version.playlist.id + "/versions/" + version.playlist.revision);
    announce(say(said));
    await refresh();
  });
}
function earlier(playlist) {
  const place = make("ul", {}, []), more = make("details", {}, [make("summary", {}, say("playlists-earlier")), place]);
  more.addEventListener("toggle", async function () {
    if (!more.open || place.firstChild) return;
    const told = await ask("GET", "/api/v1/playlists/" + playlist.id + "/versions");
    fill(place, told.items.filter(function (each) { return each.playlist.revision !== playlist.revision && !each.withdrawn; }).map(function (each) {
      return make("li", {}, [say("playlists-version", { time: asWall(each.at).replace("T", " "), name: each.by, count: each.playlist.items.length }) + " ",
        make("button", { type: "button", click: function () { back(each, "playlists-said-back"); } }, say("playlists-version-back"))]);
    }));
  });
  return playlist.revision > 1 ? more : null;
}
function item(state) {
  const playlist = state.playlist;
  return make("li", { class: state.on ? "on" : "" }, [
    make("b", {}, playlist.name), make("p", {}, say(state.on ? "playlists-on" : "playlists-off") + " · " + length(playlist)), showing(state.showing), earlier(playlist),
    make("button", { type: "button", click: function () { write(playlist); byId("name").focus(); } }, say("notices-change")),
    make("button", { type: "button", click: function () {
      attempt(async function () { await ask("DELETE", "/api/v1/playlists/" + playlist.id); announce(say("playlists-said-withdrawn")); await refresh(); });
    } }, say("notices-withdraw")),
  ]);
}
function gone(version) {
  return make("li", {}, [make("b", {}, version.playlist.name),
    make("p", {}, say("notices-gone", { time: asWall(version.at).replace("T", " "), name: version.by })),
    make("button", { type: "button", click: function () { back(version, "playlists-said-back"); } }, say("notices-back"))]);
}

// --- pictures and films
async function send(path, file) {
  const stop = new AbortController(), limit = setTimeout(function () { stop.abort(); }, FILE_MS);
  let answer, told;
  try {
    answer = await fetch(path, { method: "POST", body: file, credentials: "same-origin", signal: stop.signal,
      headers: { "X-CSRF-Token": boot.csrf, "Content-Type": "application/octet-stream", Accept: "application/json" } });
    told = await answer.json();
  } catch (error) { throw new Refusal("unreachable"); } finally { clearTimeout(limit); }
  if (!answer.ok) throw new Refusal(answer.status >= 500 ? "unreachable" : told.code || "other", told);
  return told;
}
byId("keep").addEventListener("submit", function (event) {
  event.preventDefault();
  attempt(async function () {
    const file = byId("file").files[0];
    if (!file) throw new Refusal("unknown_media", { field: "file" });
    const title = byId("title").value.trim() || file.name.replace(/\.\w+$/, "");
    const kept = await send("/api/v1/media/" + (/^video\//.test(file.type) ? "films" : "pictures") + "?title=" + encodeURIComponent(title), file);
    byId("keep").reset();
    announce(say("playlists-said-kept", { name: kept.title }));
    await refresh();
  }, "media-fault");
});
function kept(each) {
  const captions = make("input", { type: "file", id: "captions-" + each.name, accept: ".vtt,text/vtt" });
  captions.addEventListener("change", function () {
    attempt(async function () {
      await send("/api/v1/media/" + each.name + "/captions", captions.files[0]);
      announce(say("playlists-said-captions"));
      await refresh();
    }, "media-fault");
  });
  return make("li", { class: each.kind === "video" && !each.captions ? "important" : "" }, [
    make("b", {}, each.title),
    each.kind === "picture" ? make("img", { src: "/media/" + each.name, alt: "", class: "thumb" }) : make("p", {}, say(each.captions ? "playlists-media-captioned" : "playlists-media-bare")),
    make("p", {}, each.used_by.length ? say("playlists-media-used", { names: listed(each.used_by) }) : say("playlists-media-unused")),
    each.kind === "video" ? make("label", { for: "captions-" + each.name }, say("playlists-media-captions", { name: each.title })) : null,
    each.kind === "video" ? captions : null,
    make("button", { type: "button", click: function () {
      attempt(async function () { await ask("DELETE", "/api/v1/media/" + each.name); announce(say("playlists-said-gone", { name: each.title })); await refresh(); }, "media-fault");
    } }, say("playlists-media-remove", { name: each.title })),
  ]);
}

const drawnLists = {};
function list(id, values, drawOne, none) {
  const mark = JSON.stringify(values);
  // Drawn anew only when it changed: a button under somebody's finger must stay.
  if (drawnLists[id] === mark) return;
  drawnLists[id] = mark;
  fill(byId(id), values.length ? values.map(drawOne) : [make("li", {}, say(none))]);
}
async function refresh() {
  const up = (await ask("GET", "/api/v1/notices")).items.map(function (each) { return each.notice; });
  const files = (await ask("GET", "/api/v1/media")).items;
  const changed = JSON.stringify([up, files]) !== JSON.stringify([notices, media]);
  notices = up;
  media = files;
  if (changed && !byId("items").contains(document.activeElement)) { read(); draw(); }
  list("media", media, kept, "playlists-media-none");
  list("list", (await ask("GET", "/api/v1/playlists")).items, item, "playlists-none");
  list("gone", (await ask("GET", "/api/v1/playlists/withdrawn")).items, gone, "notices-none-gone");
}

write(null);
attempt(refresh);
setInterval(function () { refresh().catch(function (error) { if (error.code === "unauthenticated") wrong("fault", error); }); }, EVERY_MS);
