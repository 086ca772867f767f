// One's own account: its password, and one-time codes beside it.
import { ask } from "./wire.js";
import { announce, boot, byId, fill, icon, known, make, say } from "./words.js";

const FIELDS = { old: "old", password: "fresh", code: "code" };
function wrong(error) {
  const place = byId("fault");
  place.hidden = !error;
  document.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
  if (!error) return;
  if (error.code === "unauthenticated") { location.assign("/staff/sign-in"); return; }
  const key = "problem-" + error.code;
  fill(place, [icon("warning", 24), make("span", {}, say(known(key) ? key : "problem-other"))]);
  const field = byId(FIELDS[error.problem && error.problem.field] || "");
  if (field) { field.setAttribute("aria-invalid", "true"); field.focus(); }
}

byId("password-form").addEventListener("submit", function (event) {
  event.preventDefault();
  ask("POST", "/api/v1/accounts/" + encodeURIComponent(boot.me) + "/password", { old: byId("old").value, password: byId("fresh").value }).then(function () {
    byId("old").value = byId("fresh").value = "";
    wrong(null);
    announce(say("own-said-set"));
  }, wrong);
});

function begin() {
  ask("POST", "/api/v1/accounts/me/codes").then(function (told) {
    fill(byId("codes"), [
      make("ol", {}, [make("li", {}, say("own-step-app")), make("li", {}, say("own-step-scan")), make("li", {}, say("own-step-code"))]),
      make("img", { src: "/admin/me/codes.svg?" + Date.now(), alt: say("own-picture"), width: "220", height: "220" }),
      make("p", {}, [say("own-secret") + " ", make("code", { id: "secret" }, told.secret.match(/.{1,4}/g).join(" "))]),
      make("form", { id: "confirm", class: "rows", submit: confirm }, [
        make("label", { for: "code" }, say("own-code")),
        make("input", { id: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "8" }),
        make("div", { class: "buttons" }, [make("button", { type: "submit", class: "main" }, say("own-confirm"))]),
      ]),
    ]);
    byId("code").focus();
  }).then(function () { wrong(null); }, wrong);
}
function confirm(event) {
  event.preventDefault();
  ask("POST", "/api/v1/accounts/me/codes/confirm", { code: byId("code").value }).then(function (account) {
    wrong(null);
    draw(account);
    announce(say("own-said-codes"));
  }, wrong);
}
function end(event) {
  event.preventDefault();
  ask("POST", "/api/v1/accounts/" + encodeURIComponent(boot.me) + "/codes/end", { password: byId("sure").value }).then(function (account) {
    wrong(null);
    draw(account);
    announce(say("own-said-no-codes"));
  }, wrong);
}

function draw(account) {
  byId("codes-state").textContent = say(account.codes ? "own-codes-on" : "own-codes-off");
  fill(byId("codes"), [account.codes
    ? make("form", { class: "rows", submit: end }, [
      make("label", { for: "sure" }, say("own-old")),
      make("input", { id: "sure", type: "password", autocomplete: "current-password", maxlength: "128" }),
      make("div", { class: "buttons" }, [make("button", { type: "submit" }, say("own-codes-end"))]),
    ])
    : make("div", { class: "buttons" }, [make("button", { type: "button", id: "begin", click: begin }, say("own-codes-begin"))])]);
}
ask("GET", "/api/v1/accounts/me").then(draw, wrong);
