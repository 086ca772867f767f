// Where the keyboard stands, kept while what lies around it is drawn anew: a browser drops it to
// the top of the page, and the next key pressed would do something else.
const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";

function named(node) { return node.tagName + " " + (node.getAttribute("aria-label") || node.textContent); }
function controls(root) { return Array.from(root.querySelectorAll(CONTROLS)); }
function rows(root) { return Array.from(root.querySelectorAll("[data-row]")); }

// Rows drawn anew, each that says what it said before as it stands: with what is half typed in it.
export function keptRows(root, parts) {
  const before = {};
  rows(root).forEach(function (row) { before[row.dataset.row] = row; });
  return parts.map(function (part) {
    const row = part && part.dataset && before[part.dataset.row];
    return row && row.outerHTML === part.outerHTML ? row : part;
  });
}

// What `standAgain` finds a control of `root` by: its id, its place in its row (`data-row`), or its name.
export function standing(root, node) {
  if (!root || !node || node === root || !root.contains(node)) return null;
  const row = node.closest("[data-row]");
  return {
    root: root, node: node, id: node.id, name: named(node),
    key: row && row.dataset.row, nth: row ? controls(row).indexOf(node) : -1,
  };
}

function same(place) {
  if (document.contains(place.node)) return place.node;
  const all = controls(place.root);
  const row = place.key && rows(place.root).filter(function (each) { return each.dataset.row === place.key; })[0];
  return all.filter(function (each) { return place.id && each.id === place.id; })[0]
    || (row && controls(row)[place.nth])
    || all.filter(function (each) { return !each.id && named(each) === place.name; })[0];
}

export function standAgain(place) {
  if (!place) return;
  const again = same(place);
  if (again) { again.focus(); return; }
  // What was to be done cannot be done any more: nothing beside it is pressed instead.
  if (!place.root.hasAttribute("tabindex")) place.root.setAttribute("tabindex", "-1");
  place.root.focus();
}
