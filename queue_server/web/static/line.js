// The right side: who is next and why, the lists, and finding a number.
import { boot, byId, clockTime, fill, icon, listed, make, minutesSince, now, say, serviceName } from "./words.js";

const TABS = ["WAITING", "AWAY", "HELD", "MISSED", "DONE"];
const SHOWN = 60;
const WAYS = { text: "captions", vibration: "vibrate", escort: "escort", sign_language: "sign-language" };
const DO = {
  WAITING: ["call", "pager", "reprint", "cancel"], AWAY: ["back", "pager", "reprint", "cancel"],
  HELD: ["resume", "release", "pager", "reprint", "cancel"], MISSED: ["reinstate", "pager", "reprint", "cancel"], DONE: boot.supervisor ? ["reopen"] : [],
};

export class Line {
  constructor(hall, act) {
    this.hall = hall;
    this.act = act;
    this.tab = "WAITING";
    this.rows = new Map();
    this.tabs = new Map();
    const self = this;
    TABS.forEach(function (state) {
      const tab = make("button", { type: "button", role: "tab", id: "tab-" + state, "aria-controls": "panel", click: function () { self.choose(state); } });
      self.tabs.set(state, tab);
      byId("tabs").appendChild(tab);
    });
    byId("tabs").addEventListener("keydown", function (event) { self.walk(event); });
    byId("find").addEventListener("input", function () { self.draw(); });
    this.columns();
  }

  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = (TABS.indexOf(this.tab) + step + TABS.length) % TABS.length;
    this.choose(TABS[at]);
    this.tabs.get(TABS[at]).focus();
  }

  // One key from anywhere to the lists.
  focus() { this.tabs.get(this.tab).focus(); }

  choose(state) { this.tab = state; this.columns(); this.rows.clear(); fill(byId("rows"), []); this.draw(); }

  columns() {
    const names = [["place", ""], ["number", ""], ["service", ""], ["handling", ""], ["issued", "less"], ["waited", ""]];
    if (this.tab === "WAITING") names.push(["rank", "rank"]);
    names.push(["do", ""]);
    fill(byId("columns"), names.map(function (each) {
      return make("th", { scope: "col", class: each[1] }, say("staff-column-" + each[0]));
    }));
  }

  // For each waiting ticket the number it was put before, though that one came earlier.
  overtaken(tickets) {
    const before = new Map();
    let earliest = null;
    for (let i = tickets.length - 1; i >= 0; i -= 1) {
      const ticket = tickets[i];
      if (earliest && earliest.issued_at < ticket.issued_at) before.set(ticket.id, earliest.number);
      if (!earliest || ticket.issued_at < earliest.issued_at) earliest = ticket;
    }
    return before;
  }

  draw() {
    const waiting = this.hall.listed("WAITING"), before = this.overtaken(waiting);
    const mine = this.hall.callable();
    this.next = mine[0];
    this.drawNext(this.next, before);
    this.drawTabs();
    const wanted = byId("find").value.trim().toUpperCase();
    const found = this.hall.listed(this.tab).map(function (ticket, place) { return [ticket, place + 1]; })
      .filter(function (each) { return !wanted || each[0].number.indexOf(wanted) >= 0; });
    this.drawRows(found.slice(0, SHOWN), before);
    const more = found.length - SHOWN;
    byId("rest").textContent = more > 0 ? say("staff-list-more", { count: more }) : found.length ? "" : say("staff-list-empty");
    byId("count").textContent = say("staff-count", { mine: mine.length, all: this.hall.waitingInAll() });
  }

  drawNext(ticket, before) {
    const who = make("div", { class: "who" }, [
      make("span", { class: "label" }, say("staff-next")), make("b", {}, ticket ? ticket.number : "–"),
    ]);
    if (!ticket) { fill(byId("next"), [who, make("div", { class: "why" }, make("b", {}, say("staff-next-nobody")))]); return; }
    const first = before.get(ticket.id);
    const rank = say("staff-rank-" + (first ? cause(ticket) : "order") + "-long", { number: first, minutes: ticket.credit_minutes });
    fill(byId("next"), [who, make("div", { class: "why" }, [
      make("b", {}, listed([serviceName(ticket.service)].concat(this.ways(ticket).map(function (way) { return way[1]; })))),
      make("span", {}, say("staff-next-why", { waited: say("staff-waited", { minutes: minutesSince(ticket.issued_at) }), rank: rank })),
    ])]);
  }

  drawTabs() {
    TABS.forEach(function (state) {
      const tab = this.tabs.get(state), on = state === this.tab;
      const count = this.hall.listed(state).length;
      if (tab.dataset.count !== String(count)) {
        tab.dataset.count = String(count);
        fill(tab, [make("span", {}, say("staff-tab-" + state.toLowerCase()) + " "), make("b", {}, String(count))]);
      }
      tab.setAttribute("aria-selected", on ? "true" : "false");
      tab.tabIndex = on ? 0 : -1;
      if (on) tab.setAttribute("aria-keyshortcuts", "0"); else tab.removeAttribute("aria-keyshortcuts");
      if (on) byId("panel").setAttribute("aria-labelledby", tab.id);
    }, this);
  }

  // How the hall calls this visitor; the needs behind it are for the serving window alone.
  ways(ticket) {
    const ways = ticket.handling.channels.filter(function (each) { return WAYS[each]; })
      .map(function (each) { return [WAYS[each], say("staff-channel-" + each)]; });
    if (ticket.handling.grace_s > boot.grace.normal) ways.push(["slow-walker", say("staff-channel-longer")]);
    if (ticket.print_state === "failed") ways.push(["warning", say("staff-paper-failed")]);
    return ways;
  }

  // Rows are kept and moved, so that the focus inside them stays.
  drawRows(found, before) {
    const body = byId("rows"), keep = new Set();
    let here = body.firstChild;
    found.forEach(function (each) {
      const ticket = each[0];
      keep.add(ticket.id);
      let row = this.rows.get(ticket.id);
      if (!row) { row = make("tr", {}); this.rows.set(ticket.id, row); this.fillRow(row, ticket); }
      this.updateRow(row, ticket, each[1], before.get(ticket.id));
      if (row === here) here = here.nextSibling;
      else body.insertBefore(row, here);
    }, this);
    this.rows.forEach(function (row, id) { if (!keep.has(id)) { row.remove(); this.rows.delete(id); } }, this);
  }

  fillRow(row, ticket) {
    const act = this.act, id = ticket.id, hall = this.hall;
    // Where the hall lends no pagers there is nothing to note.
    const offered = DO[this.tab].filter(function (name) { return name !== "pager" || boot.pagers; });
    const buttons = offered.map(function (name) {
      return make("button", {
        type: "button", "aria-label": say("staff-act-" + name) + " " + ticket.number,
        click: function () { const fresh = hall.known(id); if (fresh) act(name, fresh); },
      }, say("staff-act-" + name));
    });
    const cells = ["place", "number", "service", "ways", "issued less", "waited"].concat(this.tab === "WAITING" ? ["rank"] : []);
    fill(row, cells.map(function (name) { return make("td", { class: name }); }).concat([make("td", { class: "do" }, buttons)]));
  }

  updateRow(row, ticket, place, first) {
    const cells = row.children, ended = ticket.state === "DONE" ? Date.parse(ticket.legs ? ticket.legs[0].called_at : ticket.called_at) : now();
    row.className = this.tab === "WAITING" && ticket === this.next ? "first" : "";
    set(cells[0], String(place));
    set(cells[1], ticket.number);
    set(cells[2], serviceName(ticket.service));
    const ways = this.ways(ticket), mark = ways.join("|");
    if (cells[3].dataset.mark !== mark) {
      cells[3].dataset.mark = mark;
      fill(cells[3], [make("span", { class: "ways" }, ways.map(function (way) { return make("span", {}, [icon(way[0], 20), way[1]]); }))]);
    }
    set(cells[4], clockTime(ticket.issued_at));
    set(cells[5], say("staff-minutes", { minutes: minutesSince(ticket.issued_at, ended) }));
    if (this.tab !== "WAITING") return;
    const others = this.hall.leftTo(ticket);
    set(cells[6], others.length ? say("staff-rank-elsewhere", { window: listed(others.map(windowNumber)) })
      : say("staff-rank-" + (first ? cause(ticket) : "order"), { number: first, minutes: ticket.credit_minutes }));
  }
}

// Why a ticket stands before an older one, as the hall tells it.
const CAUSES = { appointment: "booked", returned: "returned", served: "served" };
function cause(ticket) { return CAUSES[ticket.why] || "first"; }

function windowNumber(id) { return boot.windows.find(function (each) { return each.id === id; }).number; }

function set(cell, text) { if (cell.textContent !== text) cell.textContent = text; }
