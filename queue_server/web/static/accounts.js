// Who may come in: people by name and password, devices by a token that is shown once.
import "./signed_in.js";
import "./stations.js";
import { askAccount, askPassword, askReally, prepareDialogs } from "./dialogs.js";
import { ask } from "./wire.js";
import { announce, boot, byId, fill, icon, known, make, say } from "./words.js";

const FIELDS = { name: "name", role: "role", window: "window", password: "password" };
const day = new Intl.DateTimeFormat(boot.language, { year: "numeric", month: "short", day: "numeric", timeZone: boot.timeZone });

function wrong(error) {
  const place = byId("fault");
  place.hidden = !error;
  document.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
  if (!error) return;
  if (error.code === "unauthenticated") { location.assign("/staff/sign-in"); return; }
  const own = "accounts-problem-" + error.code, key = known(own) ? own : "problem-" + error.code;
  fill(place, [icon("warning", 24), make("span", {}, say(known(key) ? key : "problem-other"))]);
  const field = byId(FIELDS[error.problem && error.problem.field] || "");
  if (field) { field.setAttribute("aria-invalid", "true"); field.focus(); }
}

function doing(method, path, body, said) {
  return ask(method, path, body).then(function (told) {
    wrong(null);
    announce(said);
    return refresh().then(function () { return told; });
  }, function (error) { wrong(error); return undefined; });
}
function person(account, rest) { return "/api/v1/accounts/" + encodeURIComponent(account.name) + (rest || ""); }

function windowName(id) {
  const found = boot.windows.find(function (each) { return each.id === id; });
  return found ? say("choose-window", { number: found.number }) : id || say("accounts-any-window");
}
function button(word, label, press) { return make("button", { type: "button", "aria-label": label, click: press }, word); }

function does(account) {
  const named = function (key) { return say(key) + " · " + account.name; };
  const parts = [
    button(say("accounts-change"), named("accounts-change"), function () {
      askAccount(account, function (change) { doing("PATCH", person(account), change, say("accounts-said-changed", { name: account.name })); });
    }),
    button(say("accounts-new-password"), named("accounts-new-password"), function () {
      askPassword(account.name, function (body) { doing("POST", person(account, "/password"), body, say("accounts-said-password", { name: account.name })); });
    }),
    account.disabled
      ? button(say("accounts-open"), named("accounts-open"), function () { doing("PATCH", person(account), { disabled: false }, say("accounts-said-open", { name: account.name })); })
      : button(say("accounts-shut"), named("accounts-shut"), function () {
        askReally(say("accounts-shutting", { name: account.name }), say("accounts-shut-hint"), say("accounts-shut"), function () {
          doing("PATCH", person(account), { disabled: true }, say("accounts-said-shut", { name: account.name }));
        });
      }),
  ];
  if (account.codes && account.name !== boot.me) parts.push(button(say("accounts-end-codes"), named("accounts-end-codes"), function () {
    askReally(say("accounts-ending-codes", { name: account.name }), say("accounts-end-codes-hint"), say("accounts-end-codes"), function () {
      doing("POST", person(account, "/codes/end"), {}, say("accounts-said-codes", { name: account.name }));
    });
  }));
  return make("td", { class: "do" }, parts);
}

function state(account) {
  const words = [];
  if (account.disabled) words.push(say("accounts-state-shut"));
  else if (account.locked_until && Date.parse(account.locked_until) > Date.now()) words.push(say("accounts-state-locked"));
  else words.push(say("accounts-state-open"));
  if (account.codes) words.push(say("accounts-state-codes"));
  return words.join(" · ");
}

function personRow(account) {
  return make("tr", {}, [
    make("th", { scope: "row" }, account.name), make("td", {}, say("role-" + account.role)),
    make("td", {}, windowName(account.window)), make("td", {}, state(account)), boot.admin ? does(account) : null,
  ]);
}
function deviceRow(token) {
  return make("tr", {}, [
    make("th", { scope: "row" }, token.name), make("td", {}, known("role-" + token.role) ? say("role-" + token.role) : token.role),
    make("td", {}, day.format(new Date(token.created_at))),
    make("td", {}, say(token.role === "kiosk" || token.role === "display" ? (token.here ? "accounts-here" : "accounts-away") : "accounts-program")),
    boot.admin ? make("td", { class: "do" }, [button(say("accounts-revoke"), say("accounts-revoke") + " · " + token.name, function () {
      askReally(say("accounts-revoking", { name: token.name }), say("accounts-revoke-hint"), say("accounts-revoke"), function () {
        doing("DELETE", "/api/v1/tokens/" + encodeURIComponent(token.id), null, say("accounts-said-revoked", { name: token.name }));
      });
    })]) : null,
  ]);
}

function refresh() {
  return Promise.all([ask("GET", "/api/v1/accounts"), ask("GET", "/api/v1/tokens")]).then(function (told) {
    fill(byId("people"), told[0].items.map(personRow));
    fill(byId("devices"), told[1].items.map(deviceRow));
  }).catch(wrong);
}

if (boot.admin) {
  byId("new-account").addEventListener("submit", function (event) {
    event.preventDefault();
    const body = { name: byId("name").value.trim(), role: byId("role").value, password: byId("password").value, window: byId("window").value || null };
    doing("POST", "/api/v1/accounts", body, say("accounts-said-made", { name: body.name })).then(function (made) {
      if (made) byId("name").value = byId("password").value = "";
    });
  });
  byId("new-device").addEventListener("submit", function (event) {
    event.preventDefault();
    const body = { name: byId("device-name").value.trim(), role: byId("device-role").value };
    doing("POST", "/api/v1/tokens", body, say("accounts-said-token", { name: body.name })).then(function (made) {
      if (!made) return;
      byId("device-name").value = "";
      fill(byId("token"), [make("p", {}, say("accounts-token")), make("code", { id: "token-text" }, made.token), make("p", { class: "hint" }, say("accounts-token-hint"))]);
    });
  });
}

// --- devices that ask: the digits stand on their screen, and are typed here as they stand there
let asking = null;
function asks(each) { return say("pairing-asks", { role: say("role-" + each.role), name: each.name }); }
function drawPairings(items) {
  const mark = JSON.stringify(items), place = byId("pairings");
  if (mark === asking) return;
  asking = mark;
  place.hidden = !items.length;
  fill(place, items.map(function (each) {
    const field = make("input", { id: "code-" + each.id, inputmode: "numeric", autocomplete: "off", maxlength: "8", spellcheck: "false" });
    return make("form", { class: "finding soon", submit: function (event) {
      event.preventDefault();
      doing("POST", "/api/v1/pairings/" + each.id + "/let-in", { code: field.value }, say("pairing-said-in", { name: each.name })).then(lookForDevices);
    } }, [make("div", { class: "rows" }, [
      make("h3", {}, asks(each)),
      make("p", { class: "hint" }, say("pairing-hint")),
      make("label", { for: field.id }, say("pairing-code")), field,
      make("div", { class: "buttons" }, [
        make("button", { type: "submit", class: "main" }, say("pairing-in")),
        make("button", { type: "button", click: function () { doing("POST", "/api/v1/pairings/" + each.id + "/turn-away", null, say("pairing-said-away", { name: each.name })).then(lookForDevices); } }, say("pairing-away")),
      ]),
    ])]);
  }));
  if (items.length) announce(items.map(asks).join(" "), false, true);
}
function lookForDevices() { return ask("GET", "/api/v1/pairings").then(function (told) { drawPairings(told.items); }, wrong); }
if (boot.admin) { lookForDevices(); setInterval(lookForDevices, 3000); }

prepareDialogs();
refresh();
