// What if: says how far the twin is, and shows its answer when it is there.
import { ask } from "./wire.js";
import { boot, byId, say } from "./words.js";

const EVERY_MS = 1500;
async function look() {
  let told = null;
  try { told = await ask("GET", "/api/v1/what-if"); } catch (error) {
    if (error.code === "unauthenticated") { location.assign("/staff/sign-in"); return; }
  }
  if (told && told.standing !== "running") { location.assign("/admin/what-if"); return; }
  if (told) {
    const percent = Math.round(told.done * 100);
    byId("bar").value = percent;
    // Told in steps of ten, so that a screen reader is not talked to all the time.
    const words = say("what-if-running", { percent: Math.floor(percent / 10) * 10 });
    if (byId("playing").textContent !== words) byId("playing").textContent = words;
  }
  setTimeout(look, EVERY_MS);
}
if (boot.standing === "running") setTimeout(look, EVERY_MS);
if (byId("print")) byId("print").addEventListener("click", function () { print(); });
