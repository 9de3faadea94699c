//! Which thread waits for which, with the cycle marked.
use std::f64::consts::TAU;

use protocol::{Action, Timeline};

use crate::cycle::cycle;
use crate::xml::{Xml, n, point};

const NODE: (f64, f64) = (112.0, 30.0);
const LABEL: f64 = 190.0;

/// A graph and its size.
pub(crate) struct Graph {
    pub(crate) svg: String,
    pub(crate) size: (f64, f64),
}

/// Draws the graph; `None` unless threads wait for each other.
pub(crate) fn draw(timeline: &Timeline, id: &str) -> Option<Graph> {
    let blocked = timeline.steps.iter().filter(|step| step.action == Action::Blocked);
    let mut waits: Vec<(usize, usize, &str)> = Vec::new();
    for step in blocked {
        let what = step.object.as_deref().filter(|object| step.text.contains(*object));
        waits.extend(step.waits_for.iter().map(|other| (step.thread, *other, what.unwrap_or(""))));
    }
    let edges: Vec<(usize, usize)> = waits.iter().map(|(from, to, _)| (*from, *to)).collect();
    let cycle = cycle(&edges)?;
    let mut nodes: Vec<usize> = cycle.clone();
    for (from, to) in &edges {
        for thread in [from, to] {
            if !nodes.contains(thread) {
                nodes.push(*thread);
            }
        }
    }
    let count = nodes.len() as f64;
    let radius = if nodes.len() == 1 { 0.0 } else { (count * 34.0).max(64.0) };
    let (across, down) = (radius * 1.7, radius);
    let size = (2.0 * across + NODE.0 + LABEL, 2.0 * down + NODE.1 + 76.0);
    let center = (size.0 / 2.0, down + NODE.1 / 2.0 + 52.0);
    let point = |thread: usize| {
        let index = nodes.iter().position(|node| *node == thread).unwrap_or(0) as f64;
        let angle = TAU * (index / count - if nodes.len() == 2 { 0.5 } else { 0.25 });
        (center.0 + across * angle.cos(), center.1 + down * angle.sin())
    };
    let mut svg = Xml::default();
    let names: Vec<&str> = cycle.iter().map(|thread| timeline.threads[*thread].as_str()).collect();
    let caption = match names.as_slice() {
        [one] => format!("{one} waits for itself"),
        names => format!("a cycle of waits: {} → {}", names.join(" → "), names[0]),
    };
    svg.text("name", (12.0, 16.0), &caption);
    for (from, to, what) in &waits {
        let follows =
            |(at, thread): (usize, &usize)| thread == from && cycle[(at + 1) % cycle.len()] == *to;
        let class = if cycle.iter().enumerate().any(follows) { "in-cycle" } else { "waits" };
        let (path, label) = edge(point(*from), point(*to), from == to);
        svg.arrow(class, &path, &format!("{id}-waits"));
        if !what.is_empty() {
            // The label ends or begins at its point, away from the center.
            let width = what.chars().count() as f64 * 7.2;
            let is_left = label.0 < f64::midpoint(point(*from).0, point(*to).0);
            svg.text("comment", (label.0 - if is_left { width } else { 0.0 }, label.1), what);
        }
    }
    for thread in &nodes {
        let (x, y) = point(*thread);
        svg.rect("node", (x - NODE.0 / 2.0, y - NODE.1 / 2.0), NODE);
        let name = &timeline.threads[*thread];
        svg.text("name", (x - name.chars().count() as f64 * 3.6, y), name);
    }
    Some(Graph { svg: svg.finish(), size })
}

/// A curve between two nodes, and where its label is.
fn edge(from: (f64, f64), to: (f64, f64), is_loop: bool) -> (String, (f64, f64)) {
    if is_loop {
        let (x, y) = (from.0 + NODE.0 / 2.0, from.1);
        let path = format!("M{} {}c40 -30 40 30 0 16", n(x), n(y - 6.0));
        return (path, (x + 36.0, y));
    }
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1.0);
    // Curves to the right, so that two opposite edges do not coincide.
    let (bend_x, bend_y) = (-dy / length * 34.0, dx / length * 34.0);
    let middle = ((from.0 + to.0) / 2.0 + bend_x, (from.1 + to.1) / 2.0 + bend_y);
    let start = border(from, middle);
    let end = border(to, middle);
    (
        format!("M{}Q{} {}", point(start), point(middle), point(end)),
        ((start.0 + 2.0 * middle.0 + end.0) / 4.0 + 6.0, (start.1 + 2.0 * middle.1 + end.1) / 4.0),
    )
}

/// Where the line from the center of a node to `towards` leaves the node.
fn border(center: (f64, f64), towards: (f64, f64)) -> (f64, f64) {
    let (dx, dy) = (towards.0 - center.0, towards.1 - center.1);
    let scale = (NODE.0 / 2.0 / dx.abs().max(0.01)).min(NODE.1 / 2.0 / dy.abs().max(0.01));
    (center.0 + dx * scale, center.1 + dy * scale)
}
