// The nine actions in their fixed places: which can be used now, which is expected, and why not.
import { boot, now, say, stopwatch } from "./words.js";

export const ACTIONS = [
  { name: "call-next", icon: "call" }, { name: "recall", icon: "recall" }, { name: "arrive", icon: "arrive" },
  { name: "finish", icon: "finish" }, { name: "no-show", icon: "no-show" }, { name: "hold", icon: "hold" },
  { name: "transfer", icon: "transfer" }, { name: "add-service", icon: "add-service" }, { name: "undo-call", icon: "undo" },
];

function secondsSince(instant) { return (now() - Date.parse(instant)) / 1000; }

export function graceLeft(ticket) { return Math.ceil(ticket.handling.grace_s - secondsSince(ticket.called_at)); }

// Returns null when an action can be used, else the reason in words.
export function why(name, hall) {
  const ticket = hall.current;
  if (name === "call-next") {
    if (hall.mine.state !== "open") return say("staff-why-window-closed");
    if (ticket) return say("staff-why-busy", { number: ticket.number });
    return hall.callable().length ? null : say("staff-why-nobody-waits");
  }
  if (!ticket) return say("staff-why-no-ticket");
  const called = ticket.state === "CALLED";
  if (name === "transfer") return null;
  if (name === "finish" || name === "hold" || name === "add-service") return called ? say("staff-why-not-serving") : null;
  if (!called) return say("staff-why-not-called");
  if (name === "recall") {
    const early = Math.ceil(boot.grace.between - secondsSince(ticket.called_at));
    if (ticket.call_no >= boot.grace.most) return say("staff-why-call-limit", { count: ticket.call_no });
    if (early > 0) return say("staff-why-just-called", { count: early });
  }
  if (name === "no-show") {
    const missing = boot.grace.calls - ticket.call_no, left = graceLeft(ticket);
    if (missing > 0) return say("staff-why-calls", { count: missing });
    if (left > 0) return say("staff-why-grace", { time: stopwatch(left) });
  }
  if (name === "undo-call" && secondsSince(ticket.called_at) > boot.grace.undo) return say("staff-why-too-late");
  return null;
}

export function expected(hall) {
  const ticket = hall.current;
  if (!ticket) return hall.mine.state === "open" && hall.callable().length ? "call-next" : null;
  return ticket.state === "CALLED" ? "arrive" : "finish";
}
