// What a page gains from scripts: filters that apply at once, tooltips, sortable tables, pictures, themes.
// Everything else works without them. Nothing is fetched but this view's own pages.

import { startCharts } from "/static/charts.js";
import { startTables } from "/static/tables.js";

const root = document.documentElement;
const WAIT = 350;

const theme = document.querySelector(".theme");
const isDark = () =>
  (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const nameTheme = () => { theme.textContent = isDark() ? "Light theme" : "Dark theme"; };
theme.hidden = false;
nameTheme();
theme.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
  nameTheme();
});

const boards = document.querySelector(".boards");
const narrow = matchMedia("(max-width: 820px)");
const fold = () => { boards.open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();

function start() {
  startCharts(document);
  startTables(document);
  startFilters();
}

// Filters: the address is the state. A change fetches the page of the new address and puts its board here.

let latest = 0;

async function show(address, isNew) {
  const board = document.getElementById("board");
  const ask = ++latest;
  board.classList.add("waiting");
  let text;
  try {
    text = await (await fetch(address)).text();
  } catch {
    location.assign(address);
    return;
  }
  if (ask !== latest) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.getElementById("board");
  if (!fresh) {
    location.assign(address);
    return;
  }
  const open = board.querySelector(".pick[open] summary")?.firstChild?.textContent;
  board.replaceWith(fresh);
  if (isNew) history.pushState(null, "", address);
  document.title = page.title;
  if (open) {
    for (const pick of fresh.querySelectorAll(".pick")) {
      if (pick.querySelector("summary").firstChild.textContent === open) pick.open = true;
    }
  }
  start();
}

function addressOf(form) {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value || !/-(from|to)$/.test(name)) values.append(name, value);
  }
  return `${form.getAttribute("action")}?${values}`;
}

function startFilters() {
  const form = document.querySelector(".filters");
  if (!form) return;
  let timer = 0;
  const apply = () => { clearTimeout(timer); show(addressOf(form), true); };
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  form.addEventListener("change", (event) => {
    const { target } = event;
    if (target.type === "date" || target.type === "search") return;
    if (target.localName === "select") {
      for (const day of form.querySelectorAll(`input[name^="${CSS.escape(target.name)}-"]`)) day.value = "";
    }
    clearTimeout(timer);
    timer = setTimeout(apply, target.type === "checkbox" ? WAIT : 0);
  });
  for (const pick of form.querySelectorAll(".pick")) {
    if (pick.querySelector("input[type=checkbox]")) pick.classList.add("auto");
    pick.querySelector(".find")?.addEventListener("input", (event) => {
      const wanted = event.target.value.toLowerCase();
      for (const item of pick.querySelectorAll("li")) {
        item.hidden = !item.textContent.toLowerCase().includes(wanted);
      }
    });
  }
}

addEventListener("popstate", () => {
  if (document.getElementById("board")) show(location.href, false);
  else location.reload();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".tabs a, .reset");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    show(link.href, true);
  }
});

// Sheets close when the attention goes elsewhere.

function closeOthers(kept) {
  for (const sheet of document.querySelectorAll(".pick[open], .menu[open]")) {
    if (!sheet.contains(kept)) sheet.open = false;
  }
}
document.addEventListener("pointerdown", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector(".pick[open], .menu[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

start();
