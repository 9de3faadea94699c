"use strict";
// Text from a program is set with textContent. Only the picture and the source are HTML; the command has
// escaped what they contain.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const make = (name, text, kind) => {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
};
byId("file").textContent = data.file;
// The row of each line of the source.
const lines = data.source.map((html, index) => {
  const row = make("span", "", "row");
  const code = make("span", "");
  code.innerHTML = html || " ";
  row.append(make("span", String(index + 1).padStart(3), "number"), code);
  // A line that is too long continues further to the right than it begins.
  const indent = code.textContent.search(/\S|$/) + 7;
  row.style.cssText = `padding-left: ${indent + 1}ch; text-indent: -${indent}ch`;
  byId("source").append(row);
  return row;
});
// Makes a picture at most as wide as its panel, unless its text would become too small.
function fit(svg) {
  if (0.8 * svg.getAttribute("width") <= svg.parentElement.clientWidth) svg.style.cssText = "max-width: 100%; height: auto";
}
// A disabled button would lose the focus.
const enable = (id, yes) => byId(id).setAttribute("aria-disabled", String(!yes));
