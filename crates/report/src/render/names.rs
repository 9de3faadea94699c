//! What a report calls threads, objects and lines.

use super::objects::objects;
use super::receiver_name::receiver;
use super::source::{Source, is_theirs, spot};
use crate::op::{ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Step, TraceInfo};

/// The longest name of a thread that is shown whole.
const LONGEST: usize = 18;

pub(crate) struct Names {
    threads: Vec<String>,
    objects: Vec<String>,
    pub(crate) source: Source,
}

impl Names {
    pub(crate) fn new(steps: &[Step], info: &TraceInfo) -> Self {
        let source = Source::default();
        let objects = objects(steps, info, &source);
        Self { threads: threads(&info.threads), objects, source }
    }

    pub(crate) fn thread(&self, thread: Tid) -> &str {
        self.threads.get(thread).map_or("a thread", String::as_str)
    }

    pub(crate) fn object(&self, object: ObjectId) -> &str {
        self.objects.get(object as usize).map_or("it", String::as_str)
    }

    /// What the expression before the method at `place` says.
    pub(crate) fn receiver(&self, place: Place) -> Option<String> {
        receiver(&self.source.lines(place)?, place.line(), place.column())
    }
}

/// `cat.rs:41`, if it is a line that somebody wrote who reads the report.
pub(crate) fn place(place: Place) -> Option<String> {
    is_theirs(place.file()).then(|| spot(place.file(), place.line()))
}

/// Names of threads, each different and on one short line.
pub(crate) fn threads(labels: &[String]) -> Vec<String> {
    let clean: Vec<String> = labels.iter().map(|label| clean(label)).collect();
    let name = |(tid, name): (usize, &String)| {
        let earlier = clean[..tid].iter().filter(|other| *other == name).count();
        let several = earlier > 0 || clean[tid + 1..].contains(name);
        if several { format!("{name} #{}", earlier + 1) } else { name.clone() }
    };
    clean.iter().enumerate().map(name).collect()
}

fn clean(label: &str) -> String {
    let label: String = label.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match label.chars().count() > LONGEST {
        true => label.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_of_one_name_get_numbers() {
        let labels = ["main", "worker", "worker"].map(str::to_owned);
        assert_eq!(threads(&labels), ["main", "worker #1", "worker #2"]);
    }

    #[test]
    fn names_of_threads_are_short_and_on_one_line() {
        let labels = ["a\nb".to_owned(), "the one that carries the coffee".to_owned()];
        assert_eq!(threads(&labels), ["a b", "the one that carr…"]);
    }
}
