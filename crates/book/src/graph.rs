//! Progress graphs: all interleavings of two threads with two steps each, as paths in a grid.
use std::collections::BTreeMap;

/// Two threads, the steps of each, and which pairs of steps depend on each other.
pub(crate) struct Graph {
    pub(crate) name: &'static str,
    /// What a reader sees in the picture.
    pub(crate) caption: &'static str,
    steps: [[&'static str; 2]; 2],
    /// Pairs of a step of each thread whose order matters.
    dependent: &'static [(usize, usize)],
    /// Whether the steps take and release one lock, so that no path visits the middle.
    is_locked: bool,
}

pub(crate) const GRAPHS: [Graph; 3] = [
    Graph {
        name: "independent",
        caption: "Each thread has a number of its own. No order matters, and every path can be moved to \
                  every other.",
        steps: [["read a", "write a"], ["read b", "write b"]],
        dependent: &[],
        is_locked: false,
    },
    Graph {
        name: "racy",
        caption: "Both threads read and write one number. Paths on different sides of a shaded square are \
                  different.",
        steps: [["read n", "write n"], ["read n", "write n"]],
        dependent: &[(0, 1), (1, 0), (1, 1)],
        is_locked: false,
    },
    Graph {
        name: "locked",
        caption: "Both threads lock the number. No path leads through the middle, where both would hold the \
                  lock.",
        steps: [["lock n", "unlock n"], ["lock n", "unlock n"]],
        dependent: &[(0, 0), (0, 1), (1, 0), (1, 1)],
        is_locked: true,
    },
];

/// The picture of a graph.
pub(crate) fn find(name: &str) -> Result<&'static Graph, String> {
    GRAPHS.iter().find(|graph| graph.name == name).ok_or_else(|| format!("no graph is `{name}`"))
}

/// A path: for each step, whether the first thread takes it.
type Path = [bool; 4];

/// Where a path is after each of its steps.
fn points(path: Path) -> [(usize, usize); 5] {
    let mut points = [(0, 0); 5];
    for (at, is_first) in path.into_iter().enumerate() {
        let (x, y) = points[at];
        points[at + 1] = if is_first { (x + 1, y) } else { (x, y + 1) };
    }
    points
}

impl Graph {
    /// Every path, by the order in which it takes the steps of each dependent pair.
    pub(crate) fn classes(&self) -> BTreeMap<Vec<bool>, Vec<Path>> {
        let mut classes: BTreeMap<Vec<bool>, Vec<Path>> = BTreeMap::new();
        for bits in (0..16_u8).filter(|bits| bits.count_ones() == 2) {
            let path: Path = std::array::from_fn(|at| bits & (1 << at) != 0);
            let visited = points(path);
            if self.is_locked && visited.contains(&(1, 1)) {
                continue;
            }
            // The first thread's step comes first if the path is to the right of the pair's square.
            let is_first = |&(one, other): &(usize, usize)| {
                visited.iter().any(|&(x, y)| x == one + 1 && y <= other)
            };
            classes.entry(self.dependent.iter().map(is_first).collect()).or_default().push(path);
        }
        classes
    }

    /// What the picture shows, in a sentence.
    pub(crate) fn counts(&self) -> String {
        let classes = self.classes();
        let paths: usize = classes.values().map(Vec::len).sum();
        let plural = |n: usize, word: &str| match n {
            1 => format!("1 {word}"),
            _ => format!("{n} {word}s").replace("classs", "classes"),
        };
        format!("{} in {}", plural(paths, "interleaving"), plural(classes.len(), "class"))
    }

    /// The picture: readable without colors, with a title for screen readers.
    pub(crate) fn svg(&self) -> String {
        const CELL: usize = 96;
        const LEFT: usize = 110;
        const TOP: usize = 56;
        let (width, height) = (LEFT + 2 * CELL + 40, TOP + 2 * CELL + 28);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"sans-serif\" \
             font-size=\"14\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
            self.counts(),
            self.caption
        );
        let (x, y) = (|at: usize| LEFT + at * CELL, |at: usize| TOP + at * CELL);
        let mut shade = |x: usize, y: usize, size: usize| {
            svg += &format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\" fill=\"#d5d5d5\"/>\n"
            );
        };
        match self.is_locked {
            true => shade(x(0) + CELL / 2, y(0) + CELL / 2, CELL),
            false => {
                let inset = |&(one, other): &(usize, usize)| (x(one) + 14, y(other) + 14);
                self.dependent.iter().map(inset).for_each(|(x, y)| shade(x, y, CELL - 28));
            }
        }
        for at in 0..3 {
            svg += &format!(
                "<path d=\"M{} {}V{}M{} {}H{}\" stroke=\"#999\" fill=\"none\"/>\n",
                x(at),
                y(0),
                y(2),
                x(0),
                y(at),
                x(2)
            );
        }
        svg += &format!("<text x=\"{}\" y=\"18\" text-anchor=\"middle\">thread-1</text>\n", x(1));
        svg += &format!("<text x=\"6\" y=\"{}\">thread-2</text>\n", y(0) - 4);
        for at in 0..2 {
            svg += &format!(
                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n\
                 <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
                x(at) + CELL / 2,
                y(0) - 14,
                self.steps[0][at],
                x(0) - 12,
                y(at) + CELL / 2 + 5,
                self.steps[1][at]
            );
        }
        let dashes = ["none", "9 5", "3 4", "12 4 3 4"];
        let classes = self.classes();
        let count = classes.len();
        for (number, paths) in classes.values().enumerate() {
            // Shifted, so that paths with a common line stay apart.
            let shift = |at: usize| (at + 5 * number).saturating_sub(5 * (count - 1) / 2);
            let line: Vec<String> = points(paths[0])
                .map(|(px, py)| format!("{},{}", shift(x(px)), shift(y(py))))
                .into();
            svg += &format!(
                "<polyline points=\"{}\" fill=\"none\" stroke=\"#0b4f8a\" stroke-width=\"3\" \
                 stroke-dasharray=\"{}\"/>\n",
                line.join(" "),
                dashes[number % dashes.len()]
            );
        }
        svg + "</svg>\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_runs_one_execution_for_each_class() {
        for graph in &GRAPHS {
            let executions = programs::graphs::executions(graph.name);
            assert_eq!(executions, Some(graph.classes().len() as u64), "{}", graph.name);
        }
    }

    #[test]
    fn six_paths_fall_into_one_four_or_two_classes() {
        let counts = GRAPHS.each_ref().map(Graph::counts);
        assert_eq!(
            counts,
            [
                "6 interleavings in 1 class",
                "6 interleavings in 4 classes",
                "2 interleavings in 2 classes"
            ]
        );
    }
}
