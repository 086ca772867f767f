// The one button of a page made to be printed.
const button = document.getElementById("print");
if (button) button.addEventListener("click", () => window.print());
