// Devices that need a hand: what is wrong, what to do and since when. What stands there when the
// page opens is not said; each change after that is said once.
import { announce, boot, byId, clockTime, fill, icon, known, make, say } from "./words.js";

const WRONG = { failed: true, warning: true, refusing: true, silent: true };
let before = null;

// Sinks and devices are named kind:id (sign:sign-w3, voice:a, printer:k1).
export function sinkName(name) {
  const kind = name.split(":")[0], id = name.slice(kind.length + 1);
  if (kind === "voice") return say("staff-sink-voice");
  if (kind === "printer" || kind === "paper") return say("staff-sink-printer", { name: id });
  const window = boot.windows.find(function (each) { return each.id === boot.signs[kind === "sign" ? id : name]; });
  return window ? say("staff-sink-sign", { window: window.number }) : say("staff-sink-other", { name: name });
}

function cause(each) {
  const key = "device-cause-" + each.cause;
  if (known(key)) return key;
  return known("device-state-" + each.state) ? "device-state-" + each.state : "device-state-failed";
}

function words(each) { return say("device-line", { device: sinkName(each.device), what: say(cause(each)) }); }

function wrong(devices) {
  const order = { failed: 0, refusing: 1, silent: 2, warning: 3 };
  return Array.from(devices.values()).filter(function (each) { return WRONG[each.state]; })
    .sort(function (one, other) { return order[one.state] - order[other.state] || (one.device < other.device ? -1 : 1); });
}

// Draws the lines and returns nothing; `devices` maps a name to what it last said.
export function drawDevices(devices) {
  const place = byId("devices"), lines = wrong(devices);
  const now = new Map(lines.map(function (each) { return [each.device, each]; }));
  const mark = lines.map(function (each) { return [each.device, each.state, each.cause].join("/"); }).join("|");
  if (before !== null && place.dataset.mark === mark) return;
  place.dataset.mark = mark;
  const said = [];
  if (before !== null) {
    now.forEach(function (each, name) {
      const earlier = before.get(name);
      if (!earlier || earlier.cause !== each.cause || earlier.state !== each.state) said.push(words(each));
    });
    before.forEach(function (each, name) {
      if (!now.has(name)) said.push(say("device-well", { device: sinkName(name) }));
    });
  }
  before = now;
  place.hidden = lines.length === 0;
  fill(place, lines.map(function (each) {
    const hint = cause(each) + ".hint";
    return make("div", { class: "notice", "data-device": each.device }, [
      icon(each.cause.indexOf("paper") === 0 ? "paper-out" : "warning", 24),
      make("div", {}, [make("b", {}, words(each)), make("span", {}, [
        known(hint) ? say(hint) + " " : null, say("device-since", { time: clockTime(each.since) }),
      ])]),
    ]);
  }));
  if (said.length) announce(said.join(" "), false, true);
}
