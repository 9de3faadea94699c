//! The sentences of the game.
use protocol::{Ending, Tally, Verdict};

use crate::tried::Tried;

/// What the player is asked for.
pub(crate) const CHOOSE_THREAD: &str = "Which thread runs next?";
pub(crate) const CHOOSE_RESULT: &str = "This operation can have several results. Which one?";

/// The keys of the terminal.
pub(crate) const KEYS: &str =
    "+ run on  u undo  r restart  f failing  t tree  s schedule  n next level  q quit";

/// The heading of the tree, and how to leave it.
pub(crate) const TREE: &str = "The ways that you tried; they branch where you chose differently:";
pub(crate) const BACK: &str = "any key goes back";

/// What the player is to do.
pub(crate) fn task(fails: bool, mutant: Option<(usize, usize)>) -> String {
    match (fails, mutant) {
        (true, Some((number, count))) => {
            format!("mistake {number} of {count} was planted in the answer: break it")
        }
        (false, Some((number, count))) => {
            format!("mistake {number} of {count} was planted, and no single interleaving shows it")
        }
        (true, None) => "some interleavings fail: find one".to_owned(),
        (false, None) => "no interleaving fails: try to break it".to_owned(),
    }
}

/// The interleaving has ended.
pub(crate) fn ending(ending: &Ending) -> String {
    match ending.verdict {
        Verdict::Passed => "This interleaving ends well.".to_owned(),
        verdict => format!("You broke it: {}.", verdict.name()),
    }
}

/// How many interleavings fail.
pub(crate) fn tally(tally: &Tally) -> String {
    let Tally { executions, failing, is_complete } = tally;
    let of = match is_complete {
        true => format!("{executions} interleavings that can make a difference"),
        false => format!("{executions} interleavings that were tried"),
    };
    match failing {
        0 => format!("None of the {of} fails."),
        1 => format!("1 of the {of} fails. Try again."),
        failing => format!("{failing} of the {of} fail. Try again."),
    }
}

/// How many ways were tried, of how many if they were counted, and how each of them ended.
pub(crate) fn tried(tried: &Tried, tally: Option<Tally>) -> String {
    if tried.ways.is_empty() {
        return "no way tried yet".to_owned();
    }
    let more = |tally: &Tally| tally.is_complete || tally.executions > tried.ways.len() as u64;
    let all = match tally.filter(more) {
        Some(Tally { executions, is_complete: true, .. }) => format!(" of {executions}"),
        Some(Tally { executions, .. }) => format!(" of at least {executions}"),
        None => String::new(),
    };
    let marks: Vec<&str> = tried.ways.iter().map(|way| mark(way.verdict)).collect();
    let hidden = marks.len().saturating_sub(MARKS);
    let more = if hidden > 0 { "… " } else { "" };
    let ways = if all.is_empty() && marks.len() == 1 { "way" } else { "ways" };
    format!("tried {}{all} {ways}: {more}{}", marks.len(), marks[hidden..].join(" "))
}

/// The last ways whose marks are shown.
const MARKS: usize = 20;

/// The verdict as a shape.
pub(crate) fn mark(verdict: Verdict) -> &'static str {
    if verdict == Verdict::Passed { "✓" } else { "✗" }
}

/// A way in the tree.
pub(crate) fn way(number: usize, verdict: Verdict, is_current: bool) -> String {
    let here = if is_current { " ◂ here" } else { "" };
    let name = match verdict {
        Verdict::Passed => "ends well",
        verdict => verdict.name(),
    };
    format!("{} way {}: {name}{here}", mark(verdict), number + 1)
}

/// The interleaving ended before the first choice.
pub(crate) const NO_CHOICE: &str =
    "There was nothing to choose: no two threads could run at the same time.";

/// How to see more of a failure.
pub(crate) const WHOLE_REPORT: &str = "w shows the whole report";

/// The player has come to a way again.
pub(crate) fn same_way(number: usize) -> String {
    format!("This is way {} again: only independent steps were in another order.", number + 1)
}

/// The heading of a planted mistake that the player has found.
pub(crate) fn changed(mutant: &str) -> String {
    format!("This was changed ({mutant}):")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentences_read_well() {
        let count =
            |executions, failing, is_complete| tally(&Tally { executions, failing, is_complete });
        let ended = |verdict| ending(&Ending { verdict, report: String::new() });
        let all = [
            task(true, None),
            task(false, None),
            task(true, Some((3, 18))),
            task(false, Some((4, 18))),
            ended(Verdict::Passed),
            ended(Verdict::Deadlock),
            count(120, 3, true),
            count(120, 1, true),
            count(20_000, 0, false),
            same_way(1),
            way(0, Verdict::Race, true),
            way(1, Verdict::Passed, false),
        ];
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn the_ways_are_counted_and_marked() {
        let mut ways = Tried::default();
        let tally = |executions, is_complete| Some(Tally { executions, failing: 4, is_complete });
        assert_eq!(tried(&ways, None), "no way tried yet");
        ways.add("1", Verdict::Race, "0");
        assert_eq!(tried(&ways, None), "tried 1 way: ✗");
        assert_eq!(tried(&ways, tally(12, true)), "tried 1 of 12 ways: ✗");
        assert_eq!(tried(&ways, tally(1, false)), "tried 1 way: ✗");
        (2..=25_u8).for_each(|class| _ = ways.add(&class.to_string(), Verdict::Passed, ""));
        let marks = ["✓"; 20].join(" ");
        let expected = format!("tried 25 of at least 40 ways: … {marks}");
        assert_eq!(tried(&ways, tally(40, false)), expected);
    }
}
