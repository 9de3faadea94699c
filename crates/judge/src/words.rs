//! Outcomes in words, for reports that do not ask a student to read tuples.
use std::fmt;

/// An outcome as a sentence, made by [`words!`](crate::words).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words(String);

impl Words {
    #[doc(hidden)]
    pub fn new(sentence: String) -> Self {
        Self(sentence)
    }
}

/// The sentence, without quotation marks: a report shows outcomes with `Debug`.
impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `once`, `twice`, `3 times`
pub fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

/// What two threads got, in order: `both got 41`, or `the first got 41, the second 42`.
pub fn both_got(first: impl fmt::Display, second: impl fmt::Display) -> String {
    let [first, second] = [first.to_string(), second.to_string()];
    match first == second {
        true => format!("both got {first}"),
        false => format!("the first got {first}, the second {second}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{both_got, times};

    #[test]
    fn numbers_are_counted_in_words() {
        assert_eq!([1, 2, 3].map(times), ["once", "twice", "3 times"]);
    }

    #[test]
    fn equal_results_are_told_once() {
        assert_eq!(both_got(41, 41), "both got 41");
        assert_eq!(both_got(41, 42), "the first got 41, the second 42");
        assert_eq!(both_got(42, 41), "the first got 42, the second 41");
    }
}
