//! Random text, from a few characters.
use std::ops::RangeInclusive;

use proptest::char;
use proptest::collection::{SizeRange, vec};
use proptest::strategy::Strategy;

/// Text of this many characters, each from the alphabet: `a-z` stands for all characters from `a` to `z`. All ranges
/// and single characters are equally likely.
///
/// proptest's own regular expressions are not used, because their parser makes the first build longer.
///
/// ```
/// use proptest::strategy::{Strategy, ValueTree};
/// use proptest::test_runner::TestRunner;
///
/// let words = judge::text("a-cé", 1..=2);
/// let word = words.new_tree(&mut TestRunner::deterministic()).unwrap().current();
/// assert!(word.chars().all(|c| "abcé".contains(c)));
/// ```
pub fn text<L: Into<SizeRange>>(
    alphabet: &str,
    length: L,
) -> impl Strategy<Value = String> + use<L> {
    vec(char::ranges(ranges(alphabet).into()), length).prop_map(String::from_iter)
}

/// A `-` at the start or the end stands for itself.
fn ranges(alphabet: &str) -> Vec<RangeInclusive<char>> {
    let chars: Vec<char> = alphabet.chars().collect();
    let (mut ranges, mut rest) = (Vec::new(), &chars[..]);
    while let [first, others @ ..] = rest {
        let (last, others) = match others {
            ['-', last, others @ ..] => (last, others),
            _ => (first, others),
        };
        ranges.push(*first..=*last);
        rest = others;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn an_alphabet_has_ranges_and_single_characters() {
        assert_eq!(ranges("a-zé 0-9"), ['a'..='z', 'é'..='é', ' '..=' ', '0'..='9']);
        assert_eq!(ranges("-"), ['-'..='-']);
        assert_eq!(ranges("-x-"), ['-'..='-', 'x'..='x', '-'..='-']);
        assert!(ranges("").is_empty());
    }
}
