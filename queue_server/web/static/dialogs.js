// The three questions of the console: where to, which service, really?
import { standAgain, standing } from "./focus.js";
import { boot, byId, fill, make, say, serviceName } from "./words.js";

let answer = null, opener = null;

export function dialogOpen() { return byId("dialog").open; }

export function prepareDialogs() {
  const dialog = byId("dialog");
  byId("dialog-back").addEventListener("click", function () { dialog.close(); });
  byId("dialog-form").addEventListener("submit", function (event) {
    event.preventDefault();
    const give = answer;
    dialog.close();
    if (give) give();
  });
  dialog.addEventListener("close", function () {
    answer = null;
    standAgain(opener);
    opener = null;
  });
}

function open(title, body, go, give) {
  const from = document.activeElement;
  opener = from && from.parentElement && standing(from.parentElement.closest("[id]"), from);
  byId("dialog-title").textContent = title;
  byId("dialog-go").textContent = go;
  fill(byId("dialog-body"), body);
  answer = give;
  byId("dialog").showModal();
  const first = byId("dialog-body").querySelector("select, input");
  (first || byId("dialog-back")).focus();
}

function choice(id, label, options, chosen) {
  const select = make("select", { id: id }, options.map(function (each) {
    return make("option", { value: each[0], selected: each[0] === chosen }, each[1]);
  }));
  return [make("label", { for: id }, label), select];
}

const services = function () { return Object.keys(boot.services).map(function (id) { return [id, serviceName(id)]; }); };

export function askTransfer(ticket, hall, give) {
  const service = choice("transfer-service", say("transfer-service"), services(), ticket.service);
  const window = choice("transfer-window", say("transfer-window"), [], "");
  const position = choice("transfer-position", say("transfer-position"), ["keep", "head", "tail"].map(function (each) {
    return [each, say("transfer-" + each)];
  }), "keep");
  function fitting() {
    const offered = Array.from(hall.windows.values()).filter(function (each) { return each.services.indexOf(service[1].value) >= 0; });
    fill(window[1], [make("option", { value: "" }, say("transfer-window-any"))].concat(offered.map(function (each) {
      const closed = each.state === "closed";
      return make("option", { value: each.id, disabled: closed }, say(closed ? "transfer-window-closed" : "transfer-window-one", { number: each.number }));
    })));
  }
  service[1].addEventListener("change", fitting);
  fitting();
  open(say("transfer-title", { number: ticket.number }), service.concat(window, position), say("transfer-submit"), function () {
    give({ service: service[1].value, window: window[1].value || null, position: position[1].value });
  });
}

export function askService(ticket, give) {
  const others = services().filter(function (each) { return each[0] !== ticket.service; });
  const service = choice("add-service", say("transfer-service"), others, others[0][0]);
  open(say("add-title", { number: ticket.number }), service, say("add-submit"), function () { give({ service: service[1].value }); });
}

// A number given at the window, for somebody who cannot or need not use a kiosk.
export function askNumber(give) {
  const service = choice("give-service", say("transfer-service"), services(), services()[0][0]);
  open(say("give-title"), service, say("give-submit"), function () { give(service[1].value); });
}

// A reason out of a few, or in the clerk's own words.
export function askReason(title, kind, submit, give) {
  const given = ["a", "b", "c"].map(function (each) { return say(kind + "-" + each); });
  const reason = choice("reason", say("reason-label"), given.map(function (each) { return [each, each]; }).concat([["", say("reason-own")]]), given[0]);
  const own = make("input", { id: "reason-own", maxlength: 200, autocomplete: "off" });
  const words = [make("label", { for: "reason-own" }, say("reason-words")), own];
  open(title, reason.concat(words), submit, function () { give(own.value.trim() || reason[1].value || say("reason-own")); });
}

export function askDayEnd(left, give) {
  const words = Object.keys(left).map(function (state) { return make("li", {}, say("day-left-" + state, { count: left[state] })); });
  open(say("day-end"), [make("p", {}, say("day-end-hint")), make("ul", {}, words)], say("day-end-submit"), give);
}

const DANGERS = ["fire", "evacuation", "medical", "other", "drill"];

export function askEmergency(give) {
  const kind = choice("emergency-kind", say("emergency-kind"), DANGERS.map(function (each) {
    return [each, say("emergency-name-" + each)];
  }), "fire");
  open(say("emergency-title"), kind.concat([make("p", {}, say("emergency-hint"))]), say("emergency-submit"), function () { give(kind[1].value); });
}

export function askEmergencyEnd(give) {
  open(say("emergency-end"), [make("p", {}, say("emergency-end-hint"))], say("emergency-end-submit"), give);
}

export function askPager(ticket, give) {
  const field = make("input", { id: "pager", inputmode: "numeric", pattern: "[0-9]*", maxlength: 16, autocomplete: "off" });
  open(say("pager-title", { number: ticket.number }), [make("label", { for: "pager" }, say("pager-number")), field, make("p", {}, say("pager-hint"))], say("pager-submit"), function () {
    give(field.value.replace(/[^0-9]/g, ""));
  });
}

export function askCancel(ticket, give) {
  open(say("cancel-title", { number: ticket.number }), [make("p", {}, say("cancel-hint"))], say("cancel-submit"), function () { give({}); });
}

const windows = function () {
  return [["", say("accounts-any-window")]].concat(boot.windows.map(function (each) { return [each.id, say("choose-window", { number: each.number })]; }));
};

export function askAccount(account, give) {
  const role = choice("account-role", say("accounts-role"), boot.roles.map(function (each) { return [each, say("role-" + each)]; }), account.role);
  const window = choice("account-window", say("accounts-window"), windows(), account.window || "");
  open(say("accounts-changing", { name: account.name }), role.concat(window), say("accounts-save"), function () {
    give({ role: role[1].value, window: window[1].value || null });
  });
}

export function askPassword(name, give) {
  const field = make("input", { id: "account-password", type: "password", autocomplete: "new-password", maxlength: 128, "aria-describedby": "account-password-hint" });
  const hint = byId("password-hint").textContent.replace(/\s+/g, " ").trim();
  open(say("accounts-password-for", { name: name }), [make("label", { for: "account-password" }, say("own-fresh")), field, make("p", { id: "account-password-hint" }, hint)], say("accounts-save"), function () {
    give({ password: field.value });
  });
}

export function askReally(title, hint, submit, give) { open(title, [make("p", {}, hint)], submit, give); }

// What helps this visitor, said anew: the desk does not see what was said before.
export function askNeeds(ticket, needs, give) {
  const boxes = needs.map(function (need) { return make("input", { type: "checkbox", value: need }); });
  open(say("reception-needs-title", { number: ticket.number }), [make("p", {}, say("reception-needs-hint")),
    make("div", { class: "need-list" }, boxes.map(function (box, place) { return make("label", { class: "check" }, [box, say("need-" + needs[place])]); }))], say("accounts-save"), function () {
    give(boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; }));
  });
}
