// Expands, collapses and filters mutants. Without this script all of them are expanded.
"use strict";
const rows = [...document.querySelectorAll("tr.mutant")];
const details = (row) => row.nextElementSibling;
const button = (row) => row.querySelector("button.id");
const filters = [...document.querySelectorAll("form select")];
const count = document.querySelector("form output");

function open(row, yes) {
  details(row).hidden = !yes;
  button(row).setAttribute("aria-expanded", String(yes));
}

function filter() {
  let shown = 0;
  for (const row of rows) {
    const fits = filters.every((one) => one.value === "" || row.dataset[one.name] === one.value);
    row.hidden = !fits;
    details(row).hidden = !fits || button(row).getAttribute("aria-expanded") !== "true";
    shown += Number(fits);
  }
  for (const part of document.querySelectorAll("section.exercise")) {
    part.hidden = !part.querySelector("tr.mutant:not([hidden])");
  }
  count.textContent = `${shown} of ${rows.length} mutants`;
}

for (const row of rows) {
  open(row, false);
  button(row).addEventListener("click", () => open(row, details(row).hidden));
}

document.addEventListener("keydown", (event) => {
  const at = rows.findIndex((row) => button(row) === event.target);
  if (at < 0) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    let to = at + step;
    while (rows[to] && rows[to].hidden) to += step;
    if (rows[to]) button(rows[to]).focus();
    event.preventDefault();
  } else if (event.key === "Escape") {
    open(rows[at], false);
  }
});

filters.forEach((one) => one.addEventListener("change", filter));
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
filter();
