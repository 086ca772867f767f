// What this hall asked the level above to publish, and what became of it.
import { boot, make, say } from "./words.js";

const day = new Intl.DateTimeFormat(boot.language, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZone: boot.timeZone });

export function sentItem(each) {
  const told = [say("sync-sent-" + each.state, { time: day.format(new Date(each.at)) })];
  if (each.why) told.push(say("sync-sent-why", { why: each.why }));
  return make("li", {}, [make("b", {}, each.title), make("p", {}, told.join(" "))]);
}
