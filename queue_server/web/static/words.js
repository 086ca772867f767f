// What the page says, from the catalogue the server put into it; and small ways to draw it.
import { keptRows, standAgain, standing } from "./focus.js";

function read(id) { return JSON.parse(document.getElementById(id).textContent); }

export const boot = read("boot");
const words = read("words");

export function say(key, values) {
  const text = words[key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, function (whole, name) {
    return values && values[name] !== undefined ? String(values[name]) : "";
  });
}
export function known(key) { return words[key] !== undefined; }

export function byId(id) { return document.getElementById(id); }

// Text only ever becomes text: nothing a visitor or device wrote is read as markup.
export function make(tag, attributes, inside) {
  const node = document.createElement(tag);
  Object.keys(attributes || {}).forEach(function (name) {
    const value = attributes[name];
    if (name === "class") node.className = value;
    else if (name === "click" || name === "submit") node.addEventListener(name, value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  });
  (Array.isArray(inside) ? inside : [inside]).forEach(function (part) {
    if (part === null || part === undefined) return;
    node.appendChild(typeof part === "object" ? part : document.createTextNode(part));
  });
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
export function icon(name, size) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = {
    width: size, height: size, fill: "none", stroke: "currentColor", "stroke-width": 2,
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false",
  };
  Object.keys(attributes).forEach(function (key) { svg.setAttribute(key, attributes[key]); });
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", "#i-" + name);
  svg.appendChild(use);
  return svg;
}

export function fill(node, parts) {
  const place = standing(node, document.activeElement), drawn = keptRows(node, parts);
  while (node.firstChild) node.removeChild(node.firstChild);
  drawn.forEach(function (part) { if (part) node.appendChild(part); });
  standAgain(place);
}

// --- time: the server's, in the hall's zone
let ahead = Date.parse(boot.now) - Date.now();
export function now() { return Date.now() + ahead; }
export function learnTime(header) {
  const told = Date.parse(header || "");
  // The header counts whole seconds; smaller differences tell nothing.
  if (!isNaN(told) && Math.abs(told - now()) > 1500) ahead = told - Date.now();
}
const shortTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: boot.timeZone });
const longTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: boot.timeZone });
export function clockTime(instant, seconds) { return (seconds ? longTime : shortTime).format(new Date(instant)); }
export function minutesSince(instant, until) {
  return Math.max(0, Math.floor(((until || now()) - Date.parse(instant)) / 60000));
}
export function stopwatch(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = function (n) { return (n < 10 ? "0" : "") + n; };
  const hours = Math.floor(whole / 3600);
  return (hours ? hours + ":" : "") + two(Math.floor(whole / 60) % 60) + ":" + two(whole % 60);
}
export function serviceName(id) { return boot.services[id] || id; }
export function listed(names) { return names.join(boot.language === "zh-CN" ? "、" : ", "); }

// --- saying things once to those who listen, and showing them to those who look
// What comes close after another waits for it: a reader would drop the first of two at once.
const APART_MS = 900, GONE_MS = 8000;
let toastEnds = 0, freeAt = 0;
const ends = {};
export function announce(text, fault, shown) {
  const wait = Math.max(0, freeAt - Date.now());
  freeAt = Date.now() + wait + APART_MS;
  setTimeout(function () { sayNow(text, fault, shown); }, wait);
}

function sayNow(text, fault, shown) {
  const place = byId(fault ? "alarm" : "said");
  // The same words twice would not be read again, so the region is emptied first.
  place.textContent = "";
  setTimeout(function () { place.textContent = text; }, 60);
  // And nothing old is found there by whoever reads the page through.
  clearTimeout(ends[place.id]);
  ends[place.id] = setTimeout(function () { place.textContent = ""; }, GONE_MS);
  if (shown) return;
  const toast = byId("toast");
  toast.textContent = text;
  toast.className = fault ? "toast fault-toast" : "toast";
  toast.hidden = false;
  clearTimeout(toastEnds);
  toastEnds = setTimeout(function () { toast.hidden = true; }, fault ? 8000 : 3500);
}
