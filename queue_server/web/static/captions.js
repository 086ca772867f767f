// Words between two pages of one browser: typed or picked at the desk, large before the visitor.
// Nothing of it is sent or kept.
const CHANNEL = "hall90-captions";
const channel = new BroadcastChannel(CHANNEL);
function byId(id) { return document.getElementById(id); }
const ready = byId("now").textContent;

// As large as fits, and never smaller than what can be read from where a visitor sits.
function fit() {
  const screen = byId("screen");
  if (!screen) return;
  const words = byId("now");
  let size = 160;
  words.style.fontSize = size + "px";
  while (size > 24 && (words.scrollHeight > window.innerHeight - screen.offsetTop - 80 || words.scrollWidth > window.innerWidth - 80)) {
    size -= 4;
    words.style.fontSize = size + "px";
  }
}
function show(text) {
  byId("now").textContent = text || ready;
  fit();
}
channel.onmessage = function (event) {
  if (event.data.ask) { if (byId("write")) channel.postMessage({ text: byId("now").textContent }); return; }
  show(String(event.data.text));
};
function say(text) {
  show(text);
  channel.postMessage({ text: text });
}

const form = byId("write");
if (form) {
  const text = byId("text");
  const send = function () { say(text.value.trim()); text.select(); };
  form.addEventListener("submit", function (event) { event.preventDefault(); send(); });
  text.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
    if (event.key === "Escape") { text.value = ""; say(""); }
  });
  byId("clear").addEventListener("click", function () { text.value = ""; say(""); text.focus(); });
  document.querySelectorAll(".phrase").forEach(function (button) {
    button.addEventListener("click", function () { say(button.textContent); });
  });
} else {
  channel.postMessage({ ask: true });
  window.addEventListener("resize", fit);
  fit();
}
