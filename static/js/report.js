// The editor of a report: a finding shows its sentence, and a mend takes its place.
// Offsets count characters as Python does, so text is cut by code points, not by UTF-16 units.

function units(text, at) {
  return Array.from(text).slice(0, at).join("").length;
}

function fieldOf(button) {
  return document.querySelector(`#draft [name="${CSS.escape(button.dataset.field ?? button.dataset.find)}"]`);
}

function show(button) {
  const field = fieldOf(button);
  if (!field) return;
  const start = units(field.value, Number(button.dataset.start));
  const end = units(field.value, Number(button.dataset.end));
  field.focus();
  field.setSelectionRange(start, end);
  field.scrollIntoView({ block: "center" });
}

// Only if the sentence is still the one that was read; else the check is asked again.
function mend(button) {
  const field = fieldOf(button);
  if (!field) return;
  const start = units(field.value, Number(button.dataset.start));
  const end = units(field.value, Number(button.dataset.end));
  if (field.value.slice(start, end) === button.dataset.was) {
    field.focus();
    field.setRangeText(button.dataset.mend, start, end, "select");
  }
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-find], [data-mend]");
  if (button?.dataset.mend) mend(button);
  else if (button?.dataset.find) show(button);
});
