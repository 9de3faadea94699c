//! The sentences of the game.
use protocol::{Ending, Tally, Verdict};

/// What the player is asked for.
pub(crate) const CHOOSE_THREAD: &str = "Which thread runs next?";
pub(crate) const CHOOSE_RESULT: &str = "This operation can have several results. Which one?";

/// The keys of the terminal.
pub(crate) const KEYS: &str = "u undo  r restart  f show a failing one  s schedule  q quit";

/// What the player is to do.
pub(crate) fn task(fails: bool, mutant: Option<&str>) -> String {
    match (fails, mutant) {
        (_, Some(name)) => format!("one place was changed ({name}): break it"),
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

/// The heading of a planted mistake that the player has found.
pub(crate) const CHANGED: &str = "This was changed:";

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
            task(true, Some("batches_of_three")),
            ended(Verdict::Passed),
            ended(Verdict::Deadlock),
            count(120, 3, true),
            count(120, 1, true),
            count(20_000, 0, false),
        ];
        insta::assert_snapshot!(all.join("\n"));
    }
}
