byId("title").textContent = data.title;
byId("task").textContent = data.task;
byId("scenario").textContent = data.scenario && `scenario: ${data.scenario}`;
enable("show", data.failing);

// Each move is the query that leads to its position.
let moves = [];
let keys = {};
let busy = false;
// The key of the thread that ran last.
let last = null;

async function ask(path) {
  const response = await fetch(path);
  return response.json();
}

async function go(next) {
  if (busy) return;
  busy = true;
  try {
    const position = await ask("turn?" + next[next.length - 1]);
    if (position.error) {
      byId("choose").textContent = position.error;
      return;
    }
    moves = next;
    show(position);
  } finally {
    busy = false;
  }
}

function choice(key, text, notes, query, enabled) {
  const item = make("li", "");
  const button = make("button", "");
  button.type = "button";
  button.disabled = !enabled;
  if (enabled) {
    button.append(make("kbd", key), " ");
    keys[key] = query;
    button.addEventListener("click", () => go([...moves, query]));
  }
  button.append(text);
  for (const note of notes) button.append(make("span", " " + note, "soft"));
  item.append(button);
  byId("choices").append(item);
}

function show(position) {
  keys = {};
  // The choices are new buttons.
  const has_focus = byId("choices").contains(document.activeElement);
  byId("choices").replaceChildren();
  byId("ending").replaceChildren();
  const picks = position.results.length > 0;
  byId("choose").textContent = position.ending ? position.ending.sentence :
    picks ? "This operation can have several results. Which one?" : "Which thread runs next?";
  byId("choose").className = position.ending ? (position.ending.good ? "good" : "bad") : "";
  if (picks) for (const result of position.results)
    choice(result.key, result.text, [result.reason, `See ${result.page}.`], "decided=" + result.schedule, true);
  else for (const thread of position.threads)
    choice(thread.key, `${thread.name}: ${thread.text}`, thread.line ? [`line ${thread.line}`] : [], "schedule=" + thread.schedule, thread.enabled);
  const marked = (object) => `${object.has_changed ? "▸ " : ""}${object.name}: ${object.state}`;
  byId("objects").replaceChildren(...position.objects.map((object) =>
    make("li", marked(object), object.has_changed ? "changed" : "")));
  byId("tried").textContent = position.tried;
  byId("tree").replaceChildren(...position.tree.map(branch));
  byId("picture").innerHTML = position.svg;
  fit(byId("picture").firstElementChild);
  byId("picture").scrollTop = byId("picture").scrollHeight;
  byId("replay").textContent = position.replay;
  last = position.last;
  enable("on", keys[last]);
  for (const id of ["undo", "restart"]) enable(id, moves.length > 1);
  if (has_focus) {
    const buttons = [...byId("choices").querySelectorAll("button:enabled")];
    const same = buttons.find((button) => button.firstChild.textContent === last);
    (same ?? buttons[0] ?? byId("panel")).focus();
  }
  lines.forEach((line) => {
    line.querySelectorAll(".who").forEach((mark) => mark.remove());
    line.classList.remove("here");
  });
  for (const [number, names] of Object.entries(position.lines)) {
    const line = lines[number - 1];
    if (!line) continue;
    line.classList.add("here");
    line.append(make("span", "◂ " + names.join(", "), "who"));
  }
  scrollTo(Object.keys(position.lines).map((number) => lines[number - 1]).filter(Boolean));
  if (position.ending) end(position.ending);
  location.replace("#" + moves[moves.length - 1]);
}

// A branch of the tree: its steps, the way that ends there, and the branches after it.
function branch(node) {
  const item = make("li", "");
  item.append(make("code", node.steps));
  if (node.way) {
    const button = make("button", node.way.text, `${node.way.good ? "good" : "bad"}${node.way.here ? " here" : ""}`);
    button.type = "button";
    button.addEventListener("click", () => go([moves[0], "decided=" + node.way.schedule]));
    item.append(" ", button);
  }
  if (node.branches.length > 0) {
    const list = make("ul", "");
    list.append(...node.branches.map(branch));
    item.append(list);
  }
  return item;
}

// Shows all marked lines if they fit, or else the first of them.
function scrollTo(marked) {
  if (marked.length === 0) return;
  const view = byId("scroll");
  const top = marked[0].offsetTop - view.offsetTop;
  const bottom = marked[marked.length - 1].offsetTop - view.offsetTop + 20;
  view.scrollTop = bottom - top < view.clientHeight ? (top + bottom - view.clientHeight) / 2 : top - 20;
}

async function end(ending) {
  const parts = ending.good ? [] : ending.conclusion.map((text) => make("pre", text));
  if (ending.again) parts.unshift(make("p", ending.again));
  if (ending.patch) parts.push(make("p", ending.changed), make("pre", ending.patch));
  byId("ending").replaceChildren(...parts);
  const at = moves;
  const tally = await ask("tally");
  if (moves !== at) return;
  if (ending.good) byId("ending").append(make("p", tally.text || tally.error));
  if (tally.tried) byId("tried").textContent = tally.tried;
}

function undo() {
  if (moves.length < 2) return;
  // A result belongs to the operation before it.
  const count = moves[moves.length - 1].startsWith("decided=") && moves.length > 2 && data.failing !== moves[moves.length - 1].slice(8) ? 2 : 1;
  go(moves.slice(0, -count));
}
// Lets the thread that ran last run on, until it waits or finishes, or a result has to be chosen.
async function runOn() {
  const thread = last;
  for (let before = -1; before < moves.length && keys[thread];) {
    before = moves.length;
    await go([...moves, keys[thread]]);
  }
}
byId("on").addEventListener("click", runOn);
const restart = () => go(moves.slice(0, 1));
const showFailing = () => data.failing && go([...moves, "decided=" + data.failing]);
byId("undo").addEventListener("click", undo);
byId("restart").addEventListener("click", restart);
byId("show").addEventListener("click", showFailing);
const openTree = () => {
  byId("ways").open = !byId("ways").open;
  if (byId("ways").open) byId("ways").scrollIntoView({ block: "nearest" });
};
byId("open").addEventListener("click", openTree);
for (let level = 0; level <= data.mutants; level++) {
  const option = make("option", level ? `planted mistake ${level}` : "your file");
  option.value = level;
  byId("level").append(option);
}
byId("level").value = data.mutant;
byId("level").addEventListener("change", async () => {
  byId("choose").textContent = "This level is being compiled.";
  await ask("level?" + byId("level").value);
  location.hash = "";
  location.reload();
});
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target === byId("level")) return;
  const command = { "+": runOn, u: undo, r: restart, f: showFailing, t: openTree }[event.key];
  if (command) command();
  else if (keys[event.key]) go([...moves, keys[event.key]]);
});

const start = "schedule=" + data.start;
const linked = location.hash.slice(1);
go(linked && linked !== start ? [start, linked] : [start]);
