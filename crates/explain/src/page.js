"use strict";
// Texts are set as texts, never as HTML: what a program prints stays what it is.
const story = JSON.parse(document.getElementById("story").textContent);
const byId = (id) => document.getElementById(id);
const make = (name, text, kind) => {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
};
const last = story.steps.length - 1;
let at = 0;

byId("file").textContent = story.file;
byId("slider").max = last;
const lines = story.source.map((text, index) => {
  const line = make("span", "");
  line.append(make("span", String(index + 1).padStart(3), "number"), text || " ");
  byId("source").append(line);
  return line;
});
const items = story.steps.map((step, index) => {
  const item = make("li", "");
  const button = make("button", "");
  button.type = "button";
  button.append(make("span", story.threads[step.thread], "lane"), " " + step.text);
  if (step.place) button.append("  (" + step.place + ")");
  button.addEventListener("click", () => go(index));
  item.append(button);
  byId("steps").append(item);
  return button;
});

function go(step) {
  at = Math.min(Math.max(step, 0), last);
  const now = story.steps[at];
  byId("slider").value = at;
  byId("slider").setAttribute("aria-valuetext", `step ${at + 1} of ${last + 1}`);
  const told = byId("told");
  told.replaceChildren(`Step ${at + 1} of ${last + 1}: `, make("strong", story.threads[now.thread]), `: ${now.text}`);
  if (now.place) told.append(`, at ${now.place}`);
  for (const comment of now.comments) told.append(make("span", comment, "comment"));
  byId("threads").replaceChildren(...story.threads.map((name, index) => {
    const view = now.after[index];
    const row = make("tr", "", index === now.thread ? "now" : "");
    const head = make("th", name);
    head.scope = "row";
    const stale = view.sees.some((seen) => seen.includes("changed since"));
    row.append(head, make("td", view.state), make("td", view.holds.join(", ") || "–"),
      make("td", view.sees.join(", ") || "–", stale ? "stale" : ""));
    return row;
  }));
  items.forEach((item, index) => {
    if (index === at) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  items[at].parentElement.scrollIntoView({ block: "nearest" });
  // Where each thread was last seen in the file; what has no line of its own belongs to the one before.
  const places = story.threads.map((_, thread) =>
    story.steps.slice(0, at + 1).findLast((step) => step.thread === thread && step.line)?.line);
  lines.forEach((line, index) => {
    line.querySelectorAll(".here").forEach((mark) => mark.remove());
    line.classList.toggle("now", places[now.thread] === index + 1);
    const here = story.threads.filter((_, thread) => places[thread] === index + 1);
    if (here.length > 0) line.append(make("span", "◂ " + here.join(", "), "here"));
  });
  const marked = lines[places[now.thread] - 1];
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
  // The slider has these keys already.
  if (event.altKey || event.ctrlKey || event.metaKey || event.target === byId("slider")) return;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  go(to);
});
// `#7` begins at the seventh step.
go(Number(location.hash.slice(1)) - 1 || 0);
