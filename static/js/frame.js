// What every page does: the theme switch, the folded navigation, copying, and keeping what is typed.

const THEMES = ["", "light", "dark"];
const THEME_WORDS = { "": "as the system", light: "light", dark: "dark" };

function setUpThemeSwitch() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  const show = () => {
    button.querySelector("span").textContent =
      THEME_WORDS[document.documentElement.dataset.theme ?? ""];
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? "") + 1) % THEMES.length];
    if (next) root.dataset.theme = next;
    else delete root.dataset.theme;
    localStorage.setItem("theme", next);
    show();
    document.dispatchEvent(new CustomEvent("themechange"));
  });
  show();
}

function foldNavigation() {
  const narrow = matchMedia("(max-width: 60rem)");
  const fold = () => {
    for (const details of document.querySelectorAll("[data-collapse]")) {
      details.open = !narrow.matches;
    }
  };
  narrow.addEventListener("change", fold);
  fold();
}

function showCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = before), 1500);
}

// A form that is left with changes asks before it forgets them.
function keepWhatIsTyped() {
  let changed = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-keep]")) changed = true;
  });
  document.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});
document.body.addEventListener("htmx:afterSettle", (event) => showCopyButtons(event.target));

setUpThemeSwitch();
foldNavigation();
showCopyButtons(document);
keepWhatIsTyped();
document.querySelector("[data-focus]")?.focus();
