// The emergency: declared by whoever sees the danger, seen by all, ended by whoever knows it is over.
import { ask } from "./wire.js";
import { askEmergency, askEmergencyEnd } from "./dialogs.js";
import { announce, boot, byId, fill, icon, make, say } from "./words.js";

export function prepareEmergency(attempt) {
  byId("emergency-declare").addEventListener("click", function () {
    askEmergency(function (kind) {
      attempt("emergency", async function () { await ask("POST", "/api/v1/emergency", { kind: kind }); });
    });
  });
}

// Drawn when it changes, said once.
export function drawEmergency(danger, attempt) {
  const place = byId("emergency"), mark = danger ? danger.id + danger.kind : "";
  if (place.dataset.mark === mark) return;
  const before = place.dataset.mark;
  place.dataset.mark = mark;
  place.hidden = !danger;
  if (!danger) {
    fill(place, []);
    if (before) announce(say("emergency-over"));
    return;
  }
  const words = danger.text[boot.language] || say("emergency-" + danger.kind);
  fill(place, [icon("warning", 32), make("b", {}, words), make("button", {
    type: "button", id: "emergency-end", click: function () {
      askEmergencyEnd(function () {
        attempt("emergency", async function () { await ask("DELETE", "/api/v1/emergency"); });
      });
    },
  }, say("emergency-end"))]);
  announce(words, true, true);
}
