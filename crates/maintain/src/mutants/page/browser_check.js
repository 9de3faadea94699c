// The checks of `cargo course verify page`, appended to a copy of the page.
"use strict";
const results = [];
const check = (what, holds) => results.push(`${holds ? "ok" : "FAIL"} ${what}`);
try {
  const all = [...document.querySelectorAll("tr.mutant")];
  const shown = () => all.filter((row) => !row.hidden);
  check("there are mutants", all.length > 0);
  check("the page is self-contained", performance.getEntriesByType("resource").length === 0);
  check("only tables are wider than the window",
    document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  check("the page declares its language", document.documentElement.lang === "en");
  check("every mutant starts collapsed", all.every((row) => row.nextElementSibling.hidden));
  check("every mutant has a button with a name",
    all.every((row) => row.querySelector("th[scope=row] button").textContent.trim() !== ""));
  check("every column has a heading",
    [...document.querySelectorAll(".kill thead th")].every((th) => th.scope === "col"));
  check("every cell has an accessible name",
    [...document.querySelectorAll("td.cell")].every((td) => td.getAttribute("aria-label")));
  check("every filter has a label",
    [...document.querySelectorAll("select")].every((one) => one.labels.length === 1));
  const killed = all.find((row) => row.dataset.status === "killed");
  const one = killed.querySelector("button");
  one.focus();
  check("a mutant can be focused", document.activeElement === one);
  one.click();
  const more = killed.nextElementSibling;
  check("a click expands it", !more.hidden && one.getAttribute("aria-expanded") === "true");
  check("it shows its diff", more.querySelector("pre.diff ins, pre.diff del") !== null);
  check("it shows the failing interleaving", more.querySelector("pre.report").textContent.length > 40);
  const pictures = [...document.querySelectorAll("tr.more svg.interleaving")];
  check("killed mutants have a picture", pictures.length > 0);
  check("only killed mutants have a picture", pictures.every((one) =>
    one.closest("tr").previousElementSibling.dataset.status === "killed"));
  check("every line is one of the mutant's own file",
    !/[A-Z]\.rs/.test(document.querySelector("main").textContent));
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  check("every id is unique", new Set(ids).size === ids.length);
  const press = (key) =>
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press("Escape");
  check("Escape collapses it", more.hidden && one.getAttribute("aria-expanded") === "false");
  all[0].querySelector("button").focus();
  press("ArrowDown");
  check("the down arrow moves to the next mutant", document.activeElement === all[1].querySelector("button"));
  const operator = document.querySelector("select[name=operator]");
  operator.value = all[all.length - 1].dataset.operator;
  operator.dispatchEvent(new Event("change"));
  check("the filter keeps the mutants of one operator",
    shown().length > 0 && shown().every((row) => row.dataset.operator === operator.value));
  check("the page shows how many mutants match",
    document.querySelector("output").textContent.startsWith(`${shown().length} of `));
  operator.value = "";
  operator.dispatchEvent(new Event("change"));
  check("without a filter all mutants are shown", shown().length === all.length);
} catch (error) {
  results.push(`FAIL ${error}`);
}
const list = document.createElement("pre");
list.id = "check-results";
list.textContent = `\n${results.join("\n")}\nend of checks\n`;
document.body.append(list);
