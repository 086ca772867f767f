// Sets the chosen colours before the first paint, and follows the choice.
(function () {
  var kept = "";
  try { kept = localStorage.getItem("hall90.theme") || ""; } catch (refused) { kept = ""; }
  function show(theme) {
    if (theme) document.documentElement.setAttribute("data-theme", theme);
    else document.documentElement.removeAttribute("data-theme");
  }
  show(kept);
  document.addEventListener("DOMContentLoaded", function () {
    var choice = document.getElementById("theme");
    if (!choice) return;
    choice.value = kept;
    choice.addEventListener("change", function () {
      show(choice.value);
      try { localStorage.setItem("hall90.theme", choice.value); } catch (refused) { /* this visit only */ }
    });
  });
})();
