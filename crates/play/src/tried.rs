//! The ways that the player has tried: classes of interleavings that differ only in the order of independent
//! operations. As a tree, they branch where the player chose differently.
use protocol::Verdict;

/// One way, with the first schedule that led to it.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    class: String,
    pub(crate) verdict: Verdict,
    pub(crate) schedule: String,
}

/// The ways, in the order in which the player came to them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tried {
    pub(crate) ways: Vec<Way>,
}

/// A part of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Branch {
    /// The steps, as a part of a schedule.
    pub(crate) steps: String,
    /// The index of the way that ends here.
    pub(crate) way: Option<usize>,
    pub(crate) branches: Vec<Branch>,
}

impl Tried {
    /// Adds a way, unless an equivalent one was tried. Returns its index.
    pub(crate) fn add(&mut self, class: &str, verdict: Verdict, schedule: &str) -> usize {
        let known = self.ways.iter().position(|way| way.class == class);
        known.unwrap_or_else(|| {
            self.ways.push(Way { class: class.to_owned(), verdict, schedule: schedule.to_owned() });
            self.ways.len() - 1
        })
    }

    /// How many of the ways fail.
    pub(crate) fn failing(&self) -> usize {
        self.ways.iter().filter(|way| way.verdict != Verdict::Passed).count()
    }

    /// The ways as a tree.
    pub(crate) fn tree(&self) -> Vec<Branch> {
        let steps: Vec<Vec<&str>> = self.ways.iter().map(|way| steps(&way.schedule)).collect();
        let steps: Vec<(usize, &[&str])> =
            steps.iter().enumerate().map(|(way, steps)| (way, &steps[..])).collect();
        branches(&steps)
    }

    /// The tree as lines, one for each branch, with the index of the way that ends there.
    pub(crate) fn lines(&self) -> Vec<(String, Option<usize>)> {
        let mut lines = Vec::new();
        draw(&self.tree(), "", &mut lines);
        lines
    }
}

fn draw(branches: &[Branch], indent: &str, lines: &mut Vec<(String, Option<usize>)>) {
    for (at, branch) in branches.iter().enumerate() {
        let is_last = at + 1 == branches.len();
        let (fork, below) = if is_last { ("└ ", "  ") } else { ("├ ", "│ ") };
        lines.push((format!("{indent}{fork}{}", branch.steps), branch.way));
        draw(&branch.branches, &format!("{indent}{below}"), lines);
    }
}

/// `0x2.1` as `0`, `0` and `1`.
fn steps(schedule: &str) -> Vec<&str> {
    let runs = schedule.split('.').filter(|run| !run.is_empty());
    let steps = runs.flat_map(|run| {
        let (step, count) = run.split_once('x').unwrap_or((run, "1"));
        std::iter::repeat_n(step, count.parse().unwrap_or(1))
    });
    steps.collect()
}

/// The branches of schedules, by their first step.
fn branches(schedules: &[(usize, &[&str])]) -> Vec<Branch> {
    let mut firsts: Vec<&str> = Vec::new();
    for (_, steps) in schedules {
        if let Some(first) = steps.first()
            && !firsts.contains(first)
        {
            firsts.push(first);
        }
    }
    let branch = |first: &&str| {
        let inside: Vec<_> =
            schedules.iter().filter(|(_, steps)| steps.first() == Some(first)).copied().collect();
        let common = common(&inside);
        let rest: Vec<_> = inside.iter().map(|(way, steps)| (*way, &steps[common..])).collect();
        let ended = rest.iter().find(|(_, steps)| steps.is_empty()).map(|(way, _)| *way);
        Branch { steps: join(&inside[0].1[..common]), way: ended, branches: branches(&rest) }
    };
    firsts.iter().map(branch).collect()
}

/// How many steps all of the schedules begin with.
fn common(schedules: &[(usize, &[&str])]) -> usize {
    let first = schedules[0].1;
    let same = |at: &usize| schedules.iter().all(|(_, steps)| steps.get(*at) == first.get(*at));
    (0..first.len()).take_while(same).count()
}

fn join(steps: &[&str]) -> String {
    let runs = steps.chunk_by(|one, other| one == other).map(|run| match run.len() {
        1 => run[0].to_owned(),
        count => format!("{}x{count}", run[0]),
    });
    runs.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried() -> Tried {
        let mut tried = Tried::default();
        assert_eq!(tried.add("7", Verdict::Passed, "0x3.1x2.2"), 0);
        assert_eq!(tried.add("8", Verdict::Race, "0x3.2.1x2"), 1);
        assert_eq!(tried.add("7", Verdict::Passed, "0x3.1.2.1"), 0);
        assert_eq!(tried.add("9", Verdict::Deadlock, "0x3.1v1x2.2"), 2);
        assert_eq!(tried.add("10", Verdict::Passed, "0x3.2.1v1.1"), 3);
        tried
    }

    #[test]
    fn equivalent_schedules_are_one_way() {
        assert_eq!(tried().ways.len(), 4);
        assert_eq!(tried().failing(), 2);
    }

    #[test]
    fn the_tree_branches_where_schedules_differ() {
        let expected = [
            ("└ 0x3", None),
            ("  ├ 1x2.2", Some(0)),
            ("  ├ 2", None),
            ("  │ ├ 1x2", Some(1)),
            ("  │ └ 1v1.1", Some(3)),
            ("  └ 1v1x2.2", Some(2)),
        ];
        assert_eq!(tried().lines(), expected.map(|(line, way)| (line.to_owned(), way)));
    }

    #[test]
    fn a_single_way_is_a_single_branch() {
        let mut tried = Tried::default();
        assert_eq!(tried.tree(), []);
        tried.add("1", Verdict::Passed, "");
        tried.add("2", Verdict::Passed, "0.1");
        let tree = tried.tree();
        assert_eq!((tree[0].steps.as_str(), tree[0].way), ("0.1", Some(1)));
    }
}
