// Where the keyboard stands, kept while what lies around it is drawn anew: a browser drops it to
// the top of the page, and the next key pressed would do something else.
const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";

function named(node) { return node.tagName + " " + (node.getAttribute("aria-label") || node.textContent); }
function controls(root) { return Array.from(root.querySelectorAll(CONTROLS)); }

// What `standAgain` finds a control of `root` by: its id, its place in its row (`data-key`), or its name.
export function standing(root, node) {
  if (!root || !node || node === root || !root.contains(node)) return null;
  const row = node.closest("[data-key]");
  return {
    root: root, node: node, id: node.id, name: named(node),
    key: row && row.dataset.key, nth: row ? controls(row).indexOf(node) : -1,
    typed: "value" in node && node.value !== node.defaultValue ? node.value : null,
  };
}

function same(place) {
  if (document.contains(place.node)) return place.node;
  const all = controls(place.root);
  const row = place.key && Array.from(place.root.querySelectorAll("[data-key]")).filter(function (each) { return each.dataset.key === place.key; })[0];
  return all.filter(function (each) { return place.id && each.id === place.id; })[0]
    || (row && controls(row)[place.nth])
    || all.filter(function (each) { return !each.id && named(each) === place.name; })[0];
}

export function standAgain(place) {
  if (!place) return;
  const again = same(place);
  if (again) {
    if (place.typed !== null && again !== place.node && again.tagName === place.node.tagName) again.value = place.typed;
    again.focus();
    return;
  }
  // What was to be done cannot be done any more: nothing beside it is pressed instead.
  if (!place.root.hasAttribute("tabindex")) place.root.setAttribute("tabindex", "-1");
  place.root.focus();
}
