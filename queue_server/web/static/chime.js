// Two soft tones for a visitor who asks for a person: at once, and every ten seconds until somebody comes.
const EVERY_MS = 10000, TONES = [[784, 0], [587, 0.25]];
let context = null, asking = false, last = -EVERY_MS;

// Browsers let a page sound only after a key or click on it; until then the words alone tell.
function sound() {
  try {
    context = context || new AudioContext();
    if (context.state === "suspended") context.resume();
    TONES.forEach(function (tone) {
      const start = context.currentTime + tone[1], wave = context.createOscillator(), loud = context.createGain();
      wave.frequency.value = tone[0];
      loud.gain.setValueAtTime(0.0001, start);
      loud.gain.exponentialRampToValueAtTime(0.2, start + 0.03);
      loud.gain.exponentialRampToValueAtTime(0.0001, start + 0.4);
      wave.connect(loud);
      loud.connect(context.destination);
      wave.start(start);
      wave.stop(start + 0.45);
    });
    document.body.dataset.chimes = String(Number(document.body.dataset.chimes || 0) + 1);
  } catch (refused) { context = null; }
}

function due() {
  if (!asking || Date.now() - last < EVERY_MS) return;
  last = Date.now();
  sound();
}

export function chimeWhile(wanted) {
  if (wanted && !asking) last = -EVERY_MS;
  asking = wanted;
  due();
}

setInterval(due, 1000);
