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
  byId("source").append(row);
  return row;
});
