// A state that is the same as after the step before is null.
data.steps.forEach((step, index) => {
  step.after = step.after.map((state, thread) => state ?? data.steps[index - 1].after[thread]);
});
const last = Math.max(data.steps.length - 1, 0);
let at = 0;

byId("slider").max = last;
document.querySelectorAll("#picture svg").forEach(fit);
const groups = [...document.querySelectorAll("#picture g.step")].map((element) => {
  const first = Number(element.dataset.step);
  element.addEventListener("click", () => go(first));
  return { element, first, end: Number(element.dataset.end ?? first + 1) };
});

// The values that are out of date come first.
function few(values) {
  const sorted = [...values].sort((a, b) => b.includes("since changed") - a.includes("since changed"));
  return sorted.slice(0, 2).join(", ") + (sorted.length > 2 ? ` and ${sorted.length - 2} more` : "");
}

// Scrolls a panel so that its child is visible, and nothing else moves.
function reveal(panel, top, bottom) {
  const room = 40;
  if (top < panel.scrollTop + room || bottom > panel.scrollTop + panel.clientHeight - room)
    panel.scrollTop = (top + bottom - panel.clientHeight) / 2;
}

function go(step) {
  at = Math.min(Math.max(step, 0), last);
  const now = data.steps[at];
  if (!now) return;
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
      make("td", few(view.has_read) || "–"));
    return row;
  }));
  for (const { element, first, end } of groups) {
    const current = first <= at && at < end;
    element.classList.toggle("current", current);
    if (!current) continue;
    const panel = byId("picture");
    const box = element.getBoundingClientRect();
    const top = box.top - panel.getBoundingClientRect().top + panel.scrollTop;
    reveal(panel, top, top + 24);
    const action = element.querySelector("text.action, text.bad-text, text.left-out");
    if (!action) continue;
    // No further to the right than the text of the step needs.
    const right = action.getBoundingClientRect().right - panel.getBoundingClientRect().left + panel.scrollLeft;
    panel.scrollLeft = right + 12 - panel.clientWidth;
  }
  // The line of each thread's latest step in this file.
  const current = data.threads.map((_, thread) =>
    data.steps.slice(0, at + 1).findLast((step) => step.thread === thread && step.line)?.line);
  lines.forEach((line, index) => {
    line.querySelectorAll(".who").forEach((mark) => mark.remove());
    line.classList.toggle("now", current[now.thread] === index + 1);
    const here = data.threads.filter((_, thread) => current[thread] === index + 1);
    line.classList.toggle("here", here.length > 0);
    if (here.length > 0) line.append(make("span", "◂ " + here.join(", "), "who"));
  });
  const panel = byId("scroll");
  const place = (line) => line && lines[line - 1] ? lines[line - 1].offsetTop - panel.offsetTop : undefined;
  const places = current.map(place).filter((top) => top !== undefined);
  const [top, bottom] = [Math.min(...places), Math.max(...places) + 20];
  const own = place(current[now.thread]);
  // All threads if they fit, or else the one that runs.
  if (places.length > 0 && bottom - top < panel.clientHeight - 80) reveal(panel, top, bottom);
  else if (own !== undefined) reveal(panel, own, own + 20);
  for (const id of ["first", "back"]) enable(id, at > 0);
  for (const id of ["forward", "last"]) enable(id, at < last);
}

byId("first").addEventListener("click", () => go(0));
byId("back").addEventListener("click", () => go(at - 1));
byId("forward").addEventListener("click", () => go(at + 1));
byId("last").addEventListener("click", () => go(last));
byId("slider").addEventListener("input", (event) => go(Number(event.target.value)));
byId("save").addEventListener("click", () => {
  const svg = document.querySelector("#picture svg");
  const link = make("a", "");
  link.download = data.exercise + ".svg";
  link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }));
  link.click();
});
document.addEventListener("keydown", (event) => {
  // The slider handles these keys itself.
  if (event.altKey || event.ctrlKey || event.metaKey || event.target === byId("slider")) return;
  if (event.key === "Escape") document.querySelector("details").open = false;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  go(to);
});
// The first screen shows the step that matters most: the first with a comment, or else the last.
// `#7` in the address starts at the seventh step.
const comment = data.steps.findIndex((step) => step.comments.length > 0);
const start = comment < 0 ? last : comment;
go(location.hash ? Number(location.hash.slice(1)) - 1 || 0 : start);
if (data.steps.length === 0) byId("description").textContent = "No single interleaving causes this failure.";
