// What the page knows of the hall: fed by the live stream, corrected by answers.
import { ask, all } from "./wire.js";
import { boot, now, say } from "./words.js";

const PATIENCE_MS = 15000;
const OPEN = ["WAITING", "AWAY", "HELD", "MISSED", "CALLED", "SERVING"];

function arrival(ticket) { return Date.parse(ticket.issued_at) - (ticket.credit_minutes || 0) * 60000; }

export class Hall {
  constructor(onChange) {
    this.tickets = new Map();
    this.order = [];
    this.windows = new Map();
    this.assistance = new Map();
    this.emergency = null;
    this.answered = new Set();
    this.seen = new Set();
    this.failed = new Map();
    this.devices = new Map();
    this.booked = [];
    this.done = [];
    this.ready = false;
    this.onChange = onChange;
    this.fetching = false;
    this.again = false;
    this.coming = 0;
    this.told = null;
    this.lookedBack = null;
    boot.windows.forEach(function (each) { this.windows.set(each.id, { id: each.id, number: each.number, services: each.services, state: "closed" }); }, this);
  }

  get mine() { return this.windows.get(boot.window); }

  get current() {
    for (const ticket of this.tickets.values()) {
      if (ticket.window === boot.window && (ticket.state === "CALLED" || ticket.state === "SERVING")) return ticket;
    }
    return null;
  }

  // Tickets of a state in calling order; waiting ones only of this window's services.
  listed(state) {
    if (state === "DONE") return this.done;
    const services = this.mine.services;
    return this.order.map(function (id) { return this.tickets.get(id); }, this).filter(function (ticket) {
      return ticket && ticket.state === state && services.indexOf(ticket.service) >= 0;
    });
  }

  // Who this window can call, first first: a ticket sent to one window waits for that one.
  callable() {
    return this.listed("WAITING").filter(function (ticket) { return !this.leftTo(ticket).length; }, this);
  }

  // The other windows a waiting ticket is left to now: the one it was sent to, or those that suit it best.
  leftTo(ticket) {
    if (ticket.target) return ticket.target === boot.window ? [] : [ticket.target];
    const suits = ticket.suits || [];
    if (!suits.length || suits.indexOf(boot.window) >= 0 || Date.parse(ticket.suits_until) <= now()) return [];
    return suits.filter(function (id) { const window = this.windows.get(id); return window && window.state !== "closed"; }, this);
  }

  waitingInAll() {
    let count = 0;
    this.tickets.forEach(function (ticket) { if (ticket.state === "WAITING") count += 1; });
    return count;
  }

  // A ticket under way, or one that was served today.
  known(id) { return this.tickets.get(id) || this.done.find(function (each) { return each.id === id; }); }

  // Takes an answer of the API; an older version than the known one is not taken.
  take(ticket) {
    const known = this.tickets.get(ticket.id);
    if (known && known.version > ticket.version) return;
    if (OPEN.indexOf(ticket.state) < 0) this.end(ticket);
    else {
      if (!known) this.order.push(ticket.id);
      this.tickets.set(ticket.id, ticket);
      this.done = this.done.filter(function (each) { return each.id !== ticket.id; });
    }
    this.onChange();
  }

  end(ticket) {
    this.tickets.delete(ticket.id);
    this.order = this.order.filter(function (id) { return id !== ticket.id; });
    if (ticket.state === "DONE" && this.mine.services.indexOf(ticket.service) >= 0) {
      this.done = [ticket].concat(this.done.filter(function (each) { return each.id !== ticket.id; }));
    }
  }

  // Returns a place to read the stream again from, or null.
  row(row) {
    const data = row.data;
    // Rows read again are told already, but for what became of the present call.
    if (row.kind !== "snapshot" && row.kind !== "delivery" && row.epoch === this.told.epoch && row.seq <= this.told.seq) return null;
    if (row.kind === "snapshot") {
      this.snapshot(data);
      this.told = row;
      this.onChange(row);
      return this.lookBack(row);
    }
    if (row.kind.indexOf("ticket_") === 0) this.ticketRow(row, data);
    else if (row.kind.indexOf("window_") === 0) {
      const window = this.windows.get(data.window);
      if (window) Object.assign(window, { state: data.state, reason: data.reason, auto_call: data.auto_call, services: data.services });
      if (row.kind === "window_changed") this.refresh();
    } else if (row.kind === "delivery") this.delivery(data);
    else if (row.kind.indexOf("assistance_") === 0) {
      if (data.state === "done") this.assistance.delete(data.id);
      else this.assistance.set(data.id, data);
    } else if (row.kind === "emergency_declared") this.emergency = data;
    else if (row.kind === "emergency_ended") this.emergency = null;
    else if (row.kind.indexOf("appointment_") === 0) this.fetchBooked();
    else if (row.kind === "device_status") this.devices.set(data.device, data);
    else if (row.kind.indexOf("day_") === 0) this.refresh();
    this.onChange(row);
    return null;
  }

  // A snapshot does not tell what failed, so the rows since the present call are read again, once.
  lookBack(row) {
    const call = row.data.calls.find(function (each) { return each.window === boot.window && each.seq; });
    const place = call ? row.epoch + ":" + call.seq : null;
    if (!place || place === this.lookedBack) return null;
    this.lookedBack = place;
    return place;
  }

  snapshot(data) {
    this.tickets = new Map();
    this.order = [];
    data.tickets.forEach(function (ticket) { this.tickets.set(ticket.id, ticket); this.order.push(ticket.id); }, this);
    data.windows.forEach(function (window) { this.windows.set(window.id, window); }, this);
    this.assistance = new Map(data.assistance.map(function (each) { return [each.id, each]; }));
    this.emergency = data.emergency || null;
    this.booked = data.appointments || [];
    this.devices = new Map((data.devices || []).map(function (each) { return [each.device, each]; }));
    this.failed = new Map();
    this.ready = true;
    this.refresh();
    this.fetchDone();
    this.learnNeeds();
  }

  ticketRow(row, data) {
    const known = this.tickets.get(data.ticket);
    if (known && known.version >= data.version) return;
    if (OPEN.indexOf(data.state) < 0) {
      if (known) this.end(Object.assign({}, known, { state: data.state, version: data.version, ended_at: row.at }));
      return;
    }
    if (known) {
      const called = data.event === "call" || data.event === "recall";
      this.tickets.set(data.ticket, Object.assign({}, known, {
        state: data.state, version: data.version, service: data.service, window: data.window,
        window_number: data.window_number, call_no: data.call_no, until: data.until,
        called_at: called ? row.at : known.called_at,
      }));
    }
    if (!known && (data.state === "CALLED" || data.state === "SERVING")) this.fetchOne(data.ticket);
    else if (!known || data.state === "WAITING") {
      // Who comes is asked about at once, and the whole order a moment later.
      if (!known) this.newcomer(data.ticket);
      this.refresh();
    }
    if (data.window === boot.window) this.learnNeeds();
  }

  delivery(data) {
    if (data.sink.split(":")[0] === "printer") { this.paper(data); return; }
    const key = data.sink + "/" + data.ticket;
    this.answered.add(key + "/" + data.call_no);
    if (data.outcome !== "failed") { this.failed.delete(key); return; }
    const ticket = this.tickets.get(data.ticket);
    // A sink may fail before the called ticket is known here.
    if (!ticket || ticket.window === boot.window) this.failed.set(key, data);
  }

  // Paper is told in the ticket's row, whoever it waits for.
  paper(data) {
    const ticket = this.tickets.get(data.ticket);
    if (ticket) ticket.print_state = data.outcome === "printed" ? "printed" : "failed";
  }

  // What failed of the present call; that of earlier calls is forgotten.
  get failures() {
    const current = this.current;
    if (current) this.failed.forEach(function (data, key) { if (data.ticket !== current.id) this.failed.delete(key); }, this);
    return current ? Array.from(this.failed.entries()).concat(this.unanswered(current)) : [];
  }

  // Signs of this window that said nothing of the present call, though they had the time.
  unanswered(current) {
    if (current.state !== "CALLED" || now() - Date.parse(current.called_at) < PATIENCE_MS) return [];
    return Object.keys(boot.signs).filter(function (sign) {
      const key = "sign:" + sign + "/" + current.id + "/" + current.call_no;
      return boot.signs[sign] === boot.window && !this.answered.has(key) && !this.seen.has(key);
    }, this).map(function (sign) {
      const key = "sign:" + sign + "/" + current.id;
      return [key, { sink: "sign:" + sign, ticket: current.id, number: current.number, detail: "unheard" }];
    });
  }

  forget(key) {
    this.failed.delete(key);
    if (this.current) this.seen.add(key + "/" + this.current.call_no);
    this.onChange();
  }

  // The needs of a visitor are told to the serving window only, and never on the stream.
  async learnNeeds() {
    const current = this.current;
    if (!current || (current.needs && current.legs && current.known === current.version)) return;
    await this.fetchOne(current.id);
  }

  // A ticket called before its own issue was asked about.
  async fetchOne(id) {
    try {
      const ticket = await ask("GET", "/api/v1/tickets/" + encodeURIComponent(id));
      ticket.known = ticket.version;
      this.take(ticket);
    } catch (error) { /* told by the connection's own state */ }
  }

  // Stands where the arrival it is counted from puts it, until the order itself is told. Of a
  // crowd that comes at once the order alone is asked for.
  async newcomer(id) {
    if (this.coming >= 3) return;
    this.coming += 1;
    try {
      const ticket = await ask("GET", "/api/v1/tickets/" + encodeURIComponent(id));
      if (this.tickets.has(id) || ticket.state !== "WAITING") return;
      this.tickets.set(id, ticket);
      const counted = arrival(ticket);
      let at = this.order.length;
      while (at > 0) {
        const before = this.tickets.get(this.order[at - 1]);
        if (before && (before.state !== "WAITING" || arrival(before) <= counted)) break;
        at -= 1;
      }
      this.order.splice(at, 0, id);
      this.onChange();
    } catch (error) {
      /* the order is asked for in any case */
    } finally {
      this.coming -= 1;
    }
  }

  // Asks for the calling order, at most one question at a time and four a second.
  async refresh() {
    if (this.fetching) { this.again = true; return; }
    this.fetching = true;
    try {
      await new Promise(function (go) { setTimeout(go, 250); });
      this.again = false;
      const items = await all("/api/v1/tickets?state=WAITING&state=AWAY&state=HELD&state=MISSED&limit=500");
      const order = items.map(function (ticket) { return ticket.id; });
      items.forEach(function (ticket) {
        const known = this.tickets.get(ticket.id);
        if (!known || known.version <= ticket.version) this.tickets.set(ticket.id, ticket);
      }, this);
      const seen = new Set(order);
      this.order = order.concat(this.order.filter(function (id) { return !seen.has(id) && this.tickets.has(id); }, this));
    } catch (error) {
      // A line that was not told must not stay: it would hide who waits.
      if (error.code === "unauthenticated") this.onChange({ kind: "ended" });
      else setTimeout(this.refresh.bind(this), 2000);
    }
    this.fetching = false;
    this.onChange();
    if (this.again) this.refresh();
  }

  async fetchBooked() {
    try {
      const today = new Intl.DateTimeFormat("en-CA", { timeZone: boot.timeZone }).format(new Date(now()));
      this.booked = await all("/api/v1/appointments?day=" + today);
      this.onChange();
    } catch (error) { /* the next snapshot tells them */ }
  }

  async fetchDone() {
    try {
      const services = this.mine.services;
      const items = await all("/api/v1/tickets?state=DONE&limit=500");
      this.done = items.filter(function (ticket) { return services.indexOf(ticket.service) >= 0; }).reverse();
      this.onChange();
    } catch (error) { /* the tab stays empty until the next snapshot */ }
  }
}
