// Runs before the page is drawn: the theme that was chosen here last, and the mark that scripts run.
"use strict";
{
  const root = document.documentElement;
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  root.classList.add("scripts");
}
