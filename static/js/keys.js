// The keyboard: / searches, g and a letter goes, j and k walk the rows, ? shows the keys.
// Where a key leads is written in the page: data-go, data-key, data-search, tr[data-href].

const GO_WITHIN = 1200;
let wentAt = 0;

function isTyping(target) {
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

function rows() {
  return [...document.querySelectorAll("main tbody tr")].filter((row) => row.querySelector("a"));
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const current = all.findIndex((row) => row.classList.contains("row-current"));
  const next = Math.max(0, Math.min(all.length - 1, current === -1 ? 0 : current + step));
  all.forEach((row, index) => row.classList.toggle("row-current", index === next));
  (all[next].querySelector("a.row-link") ?? all[next].querySelector("a")).focus();
  all[next].scrollIntoView({ block: "nearest" });
}

function openRow() {
  const row = document.querySelector("tr.row-current");
  (row?.querySelector("a.row-link") ?? row?.querySelector("a"))?.click();
}

function follow(selector) {
  const link = document.querySelector(selector);
  link?.click();
  return Boolean(link);
}

function go(letter) {
  if (letter === "h") return follow(".brand");
  return follow(`[data-go="${CSS.escape(letter)}"]`);
}

const ACTIONS = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
  j: () => walk(1),
  k: () => walk(-1),
  o: openRow,
  n: () => follow('[data-key="n"]'),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (Date.now() - wentAt < GO_WITHIN) {
    wentAt = 0;
    if (go(event.key)) event.preventDefault();
    return;
  }
  if (event.key === "g") {
    wentAt = Date.now();
    return;
  }
  if (event.key in ACTIONS) {
    event.preventDefault();
    ACTIONS[event.key]();
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-help-keys]")) return;
  event.preventDefault();
  document.getElementById("keys")?.showModal();
});
