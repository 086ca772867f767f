// Runs only where modules are not known: such a browser would show an empty screen.
document.getElementById("too-old").hidden = false;
