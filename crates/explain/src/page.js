"use strict";
// Text is set with textContent, never as HTML: a program's output cannot become markup.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const make = (name, text, kind) => {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
};
const last = data.steps.length - 1;
let at = 0;

byId("file").textContent = data.file;
byId("slider").max = last;
const lines = data.source.map((text, index) => {
  const line = make("span", "");
  line.append(make("span", String(index + 1).padStart(3), "number"), text || " ");
  byId("source").append(line);
  return line;
});
const items = data.steps.map((step, index) => {
  const item = make("li", "");
  const button = make("button", "");
  button.type = "button";
  button.append(make("span", data.threads[step.thread], "lane"), " " + step.text);
  if (step.location) button.append("  (" + step.location + ")");
  button.addEventListener("click", () => go(index));
  item.append(button);
  byId("steps").append(item);
  return button;
});

function go(step) {
  at = Math.min(Math.max(step, 0), last);
  const now = data.steps[at];
  byId("slider").value = at;
  byId("slider").setAttribute("aria-valuetext", `step ${at + 1} of ${last + 1}`);
  const description = byId("description");
  description.replaceChildren(`Step ${at + 1} of ${last + 1}: `, make("strong", data.threads[now.thread]), `: ${now.text}`);
  if (now.location) description.append(`, at ${now.location}`);
  for (const comment of now.comments) description.append(make("span", comment, "comment"));
  byId("threads").replaceChildren(...data.threads.map((name, index) => {
    const view = now.after[index];
    const row = make("tr", "", index === now.thread ? "now" : "");
    const head = make("th", name);
    head.scope = "row";
    row.append(head, make("td", view.state), make("td", view.holds.join(", ") || "–"),
      make("td", view.has_read.join(", ") || "–"));
    return row;
  }));
  items.forEach((item, index) => {
    if (index === at) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  items[at].parentElement.scrollIntoView({ block: "nearest" });
  // The line of each thread's latest step in this file.
  const current = data.threads.map((_, thread) =>
    data.steps.slice(0, at + 1).findLast((step) => step.thread === thread && step.line)?.line);
  lines.forEach((line, index) => {
    line.querySelectorAll(".here").forEach((mark) => mark.remove());
    line.classList.toggle("now", current[now.thread] === index + 1);
    const here = data.threads.filter((_, thread) => current[thread] === index + 1);
    if (here.length > 0) line.append(make("span", "◂ " + here.join(", "), "here"));
  });
  const marked = lines[current[now.thread] - 1];
  if (marked) {
    const source = byId("source");
    source.scrollTop = marked.offsetTop - source.offsetTop - source.clientHeight / 2;
  }
  byId("first").disabled = byId("back").disabled = at === 0;
  byId("last").disabled = byId("forward").disabled = at === last;
}

byId("first").addEventListener("click", () => go(0));
byId("back").addEventListener("click", () => go(at - 1));
byId("forward").addEventListener("click", () => go(at + 1));
byId("last").addEventListener("click", () => go(last));
byId("slider").addEventListener("input", (event) => go(Number(event.target.value)));
document.addEventListener("keydown", (event) => {
  // The slider handles these keys itself.
  if (event.altKey || event.ctrlKey || event.metaKey || event.target === byId("slider")) return;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  go(to);
});
// `#7` in the address starts at the seventh step.
go(Number(location.hash.slice(1)) - 1 || 0);
