//! The lanes: threads, critical sections, gaps, arrows and values.
use protocol::{Action, Timeline, TimelineStep};

use crate::geometry::{Geometry, place, shortened, text};
use crate::rows::Row;
use crate::xml::{Xml, n, point};

/// Half the width of a bar; nested bars are wider.
const BAR: f64 = 5.0;

/// What is drawn, and where.
struct Lanes<'a> {
    timeline: &'a Timeline,
    rows: &'a [Row],
    geometry: &'a Geometry,
    id: &'a str,
}

/// Draws the lanes.
pub(crate) fn draw(
    svg: &mut Xml,
    timeline: &Timeline,
    rows: &[Row],
    geometry: &Geometry,
    id: &str,
) {
    let lanes = Lanes { timeline, rows, geometry, id };
    for thread in geometry.threads() {
        lanes.life(svg, thread);
        lanes.critical_sections(svg, thread);
    }
    lanes.gaps(svg);
    lanes.edges(svg);
    lanes.values(svg);
    for (row, content) in rows.iter().enumerate() {
        match content {
            Row::Step(step) => lanes.step(svg, row, *step),
            Row::LeftOut { steps, text } => {
                svg.raw(&format!(
                    "<g class=\"step\" data-step=\"{}\" data-end=\"{}\">\n",
                    steps.start, steps.end
                ));
                svg.text("left-out", (lanes.left_of(steps.clone()), geometry.y(row)), text);
                svg.raw("</g>\n");
            }
        }
    }
}

impl Lanes<'_> {
    fn steps_of(&self, thread: usize) -> impl Iterator<Item = (usize, &TimelineStep)> {
        self.timeline.steps.iter().enumerate().filter(move |(_, step)| step.thread == thread)
    }

    /// The left edge of the text about steps that are left out: in their lane, if they have only one.
    fn left_of(&self, steps: std::ops::Range<usize>) -> f64 {
        let thread = self.timeline.steps[steps.start].thread;
        let is_one = self.timeline.steps[steps].iter().all(|step| step.thread == thread);
        if is_one { self.geometry.lane_text(thread) } else { Geometry::left() }
    }

    /// The middle of the row in which a step is shown or left out.
    fn y(&self, step: usize) -> f64 {
        let row = self.rows.iter().position(|row| row.contains(step));
        self.geometry.y(row.unwrap_or(self.rows.len()))
    }

    /// Whether a step has a row of its own.
    fn is_shown(&self, step: usize) -> bool {
        self.rows.contains(&Row::Step(step))
    }

    /// The line of a thread, dotted while it sleeps or is blocked.
    fn life(&self, svg: &mut Xml, thread: usize) {
        let x = self.geometry.lane(thread);
        svg.text("name", (x - 6.0, Geometry::top() / 2.0), &self.timeline.threads[thread]);
        let mut from = if thread == 0 { Geometry::top() } else { self.start(thread) };
        let mut class = "lane";
        for (at, step) in self.steps_of(thread) {
            let y = self.y(at);
            if y > from {
                svg.line(class, (x, from), (x, y));
            }
            from = y;
            class = match step.action {
                Action::Sleep => "asleep",
                Action::Blocked => "stuck",
                _ => "lane",
            };
        }
        if class != "lane" {
            svg.line("stuck", (x, from), (x, self.geometry.bottom()));
        }
    }

    /// Where the line of a spawned thread begins.
    fn start(&self, thread: usize) -> f64 {
        let first = self.steps_of(thread).next();
        first.map_or(Geometry::top(), |(at, _)| self.y(at) - 12.0)
    }

    fn critical_sections(&self, svg: &mut Xml, thread: usize) {
        let x = self.geometry.lane(thread);
        let mut held: Vec<(&str, f64)> = Vec::new();
        for (at, step) in self.steps_of(thread) {
            let Some(object) = step.object.as_deref() else { continue };
            match step.action {
                Action::Lock => {
                    let lock = step.after[thread].holds.last().map_or(object, String::as_str);
                    held.push((lock, self.y(at)));
                }
                Action::Unlock | Action::UnlockChanged | Action::Sleep => {
                    let lock = |(lock, _): &(&str, f64)| {
                        !step.after[thread].holds.iter().any(|held| held == lock)
                    };
                    let Some(index) = held.iter().rposition(lock) else { continue };
                    let (_, from) = held.remove(index);
                    self.bar(svg, (x, held.len()), from, self.y(at));
                }
                _ => {}
            }
        }
        // Held until the end of the picture.
        while let Some((_, from)) = held.pop() {
            let to = self.steps_of(thread).last().map_or(from, |(at, _)| self.y(at));
            self.bar(svg, (x, held.len()), from, to.max(from + 8.0));
        }
    }

    fn bar(&self, svg: &mut Xml, (x, depth): (f64, usize), from: f64, to: f64) {
        let half = BAR + 3.0 * (2_usize.saturating_sub(depth)) as f64;
        svg.rect("bar", (x - half, from - 4.0), (2.0 * half, to - from + 8.0));
    }

    fn gaps(&self, svg: &mut Xml) {
        for gap in &self.timeline.gaps {
            let x = self.geometry.lane(gap.thread);
            let (from, to) = (self.y(gap.from) + 6.0, self.y(gap.to) - 6.0);
            if to <= from {
                continue;
            }
            let [left, top, height] = [x - 7.0, from, to - from].map(n);
            let fill = format!("url(#{}-gap)", self.id);
            svg.element(
                "rect",
                &[
                    ("class", "gap-edge"),
                    ("style", &format!("fill:{fill}")),
                    ("x", &left),
                    ("y", &top),
                    ("width", "14"),
                    ("height", &height),
                ],
            );
            // Beside a row: between two rows there can be a comment.
            let middle = f64::midpoint(from, to);
            let rows = (0..self.rows.len()).map(|row| self.geometry.y(row));
            let rows = rows.filter(|y| (from..to).contains(y));
            let nearest = rows.min_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()));
            svg.text("comment", (x + 12.0, nearest.unwrap_or(middle)), "unguarded");
        }
    }

    /// Arrows from one lane to another.
    fn edges(&self, svg: &mut Xml) {
        for (at, step) in
            self.timeline.steps.iter().enumerate().filter(|(at, _)| self.is_shown(*at))
        {
            for earlier in step.synchronizes_with.iter().filter(|earlier| self.is_shown(**earlier))
            {
                let from = &self.timeline.steps[*earlier];
                // The order of the rows shows when threads start and end.
                let joins = || self.joins_between(step.thread, *earlier, at);
                if from.action != Action::Spawn && step.action != Action::Join && !joins() {
                    self.arrow(svg, "edge", "arrow", *earlier, at);
                }
            }
            if let Some(store) = step.missed.filter(|store| self.is_shown(*store)) {
                self.arrow(svg, "missed", "missed", store, at);
                let x = f64::midpoint(
                    self.geometry.lane(self.timeline.steps[store].thread),
                    self.geometry.lane(step.thread),
                );
                let y = f64::midpoint(self.y(store), self.y(at));
                svg.text("bad-text", (x, y - 4.0), "not seen");
            }
        }
    }

    /// Whether the thread joins others between two steps, so that an arrow says nothing new.
    fn joins_between(&self, thread: usize, from: usize, to: usize) -> bool {
        let mut between = self.timeline.steps[from..to].iter();
        between.any(|step| step.thread == thread && step.action == Action::Join)
    }

    fn arrow(&self, svg: &mut Xml, class: &str, marker: &str, from: usize, to: usize) {
        let thread = |step: usize| self.timeline.steps[step].thread;
        let (x1, x2) = (self.geometry.lane(thread(from)), self.geometry.lane(thread(to)));
        let (y1, y2) = (self.y(from), self.y(to));
        // Leaves below its step and arrives from above, so that it crosses neither text.
        let (y1, y2) = (y1 + 5.0, y2 - 5.0);
        let points = [(x1, y1), (x1, y1 + 16.0), (x2, y2 - 16.0), (x2, y2)];
        let [start, below, above, end] = points.map(point);
        let path = format!("M{start}C{below} {above} {end}");
        svg.arrow(class, &path, &format!("{}-{marker}", self.id));
    }

    /// The values of the shared objects, each from the step that made it.
    fn values(&self, svg: &mut Xml) {
        for (index, column) in self.geometry.columns.iter().enumerate() {
            let (x, _) = self.geometry.value(index);
            svg.text("name", (x, Geometry::top() / 2.0), &column.name);
            let mut last: Option<f64> = None;
            for (step, value) in &column.values {
                let y = self.y(*step);
                if let Some(last) = last {
                    svg.line("value-line", (x + 4.0, last + 8.0), (x + 4.0, y - 8.0));
                }
                if self.is_shown(*step) {
                    let lane = self.geometry.lane(self.timeline.steps[*step].thread);
                    svg.line("rule", (lane + 8.0, y + 9.0), (x - 2.0, y + 9.0));
                    svg.text("value", (x, y), &shortened(value));
                }
                last = Some(y);
            }
            if let Some(last) = last {
                svg.line("value-line", (x + 4.0, last + 8.0), (x + 4.0, self.geometry.bottom()));
            }
        }
    }

    fn step(&self, svg: &mut Xml, row: usize, index: usize) {
        let step = &self.timeline.steps[index];
        let (x, y) = (self.geometry.lane(step.thread), self.geometry.y(row));
        svg.raw(&format!("<g class=\"step\" data-step=\"{index}\">\n"));
        svg.rect("row-mark", (0.0, y - 11.0), (self.geometry.width(), 22.0));
        if let Some(place) = place(step) {
            svg.text("place", (Geometry::left(), y), &place);
        }
        let is_bad = matches!(step.action, Action::Fail | Action::Panic | Action::Blocked);
        match step.action {
            Action::Fail | Action::Panic => {
                svg.line("cross", (x - 5.0, y - 5.0), (x + 5.0, y + 5.0));
                svg.line("cross", (x - 5.0, y + 5.0), (x + 5.0, y - 5.0));
            }
            Action::Blocked => svg.circle("empty-room", (x, y), 5.0),
            Action::NotifyNone => {
                svg.circle("dot", (x, y), 3.5);
                svg.circle("empty-room", (x, y), 8.0);
            }
            Action::Sleep => svg.circle("hollow", (x, y), 4.0),
            _ => svg.circle("dot", (x, y), 3.5),
        }
        let class = if is_bad { "bad-text" } else { "action" };
        svg.text(class, (self.geometry.lane_text(step.thread), y), &text(step));
        for (index, comment) in step.comments.iter().enumerate() {
            let at = (Geometry::left() + 24.0, self.geometry.comment(row, index));
            svg.text("comment", at, &format!("↳ {comment}"));
        }
        svg.raw("</g>\n");
    }
}
