// What `--look` checks in a browser; it is appended to a copy of the page, never to the page itself.
"use strict";
const said = [];
const check = (what, holds) => said.push(`${holds ? "ok" : "WRONG"} ${what}`);
try {
  const all = [...document.querySelectorAll("tr.mutant")];
  const shown = () => all.filter((row) => !row.hidden);
  check("there are mutants", all.length > 0);
  check("nothing is loaded from elsewhere", performance.getEntriesByType("resource").length === 0);
  check("only tables are wider than the window",
    document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  check("the page says its language", document.documentElement.lang === "en");
  check("every mutant begins closed", all.every((row) => row.nextElementSibling.hidden));
  check("every mutant is a button with a name",
    all.every((row) => row.querySelector("th[scope=row] button").textContent.trim() !== ""));
  check("every column has a heading",
    [...document.querySelectorAll(".kill thead th")].every((th) => th.scope === "col"));
  check("every field can be read aloud",
    [...document.querySelectorAll("td.cell")].every((td) => td.getAttribute("aria-label")));
  check("every filter has a label",
    [...document.querySelectorAll("select")].every((one) => one.labels.length === 1));
  const killed = all.find((row) => row.dataset.end === "killed");
  const one = killed.querySelector("button");
  one.focus();
  check("a mutant takes the focus", document.activeElement === one);
  one.click();
  const more = killed.nextElementSibling;
  check("a click opens it", !more.hidden && one.getAttribute("aria-expanded") === "true");
  check("it shows its diff", more.querySelector("pre.diff ins, pre.diff del") !== null);
  check("it shows the interleaving that fails", more.querySelector("pre.report").textContent.length > 40);
  const press = (key) =>
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press("Escape");
  check("Escape closes it", more.hidden && one.getAttribute("aria-expanded") === "false");
  all[0].querySelector("button").focus();
  press("ArrowDown");
  check("an arrow leads to the next", document.activeElement === all[1].querySelector("button"));
  const operator = document.querySelector("select[name=operator]");
  operator.value = all[all.length - 1].dataset.operator;
  operator.dispatchEvent(new Event("change"));
  check("the filter leaves mutants of one operator",
    shown().length > 0 && shown().every((row) => row.dataset.operator === operator.value));
  check("the page says how many are left",
    document.querySelector("output").textContent.startsWith(`${shown().length} of `));
  operator.value = "";
  operator.dispatchEvent(new Event("change"));
  check("without a filter all are there", shown().length === all.length);
} catch (error) {
  said.push(`WRONG ${error}`);
}
const told = document.createElement("pre");
told.id = "looked";
told.textContent = `\n${said.join("\n")}\nlooked at\n`;
document.body.append(told);
