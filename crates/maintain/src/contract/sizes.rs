//! The sizes that the tests of an answer ran, as the contract lists them.
use std::collections::{BTreeMap, BTreeSet};

use course::TestRecord;
use course::catalog::Size;
use protocol::{Extent, with_commas};

/// The values of one size, by how much of each scenario was explored.
#[derive(Default)]
struct Values {
    complete: BTreeSet<u64>,
    sampled: BTreeSet<u64>,
    real_threads: BTreeSet<u64>,
}

/// Every size that these tests ran, in the order of their names.
pub(crate) fn of_tests(tests: &[TestRecord]) -> Vec<Size> {
    let mut sizes: BTreeMap<&str, Values> = BTreeMap::new();
    for (test, coverage) in tests.iter().filter_map(|test| Some((test, test.coverage?))) {
        for size in &test.sizes {
            let values = sizes.entry(&size.of).or_default();
            let values = match coverage.extent {
                // What can happen needs only one execution.
                Extent::Complete | Extent::Witness => &mut values.complete,
                Extent::Sampled | Extent::Bounded => &mut values.sampled,
                Extent::RealThreads => &mut values.real_threads,
            };
            values.extend(&size.values);
        }
    }
    let size = |(of, values): (&str, Values)| Size {
        of: of.to_owned(),
        complete: text(&values.complete),
        sampled: text(&values.sampled),
        real_threads: text(&values.real_threads),
    };
    sizes.into_iter().map(size).collect()
}

/// What is wrong if a file lists other sizes than the tests ran.
pub(crate) fn mismatch(file: &str, listed: &[Size], ran: &[Size]) -> Option<String> {
    let tables = ran.iter().map(toml).collect::<String>();
    (listed != ran).then(|| format!("{file}: the tests ran other sizes; list these:{tables}"))
}

fn toml(Size { of, complete, sampled, real_threads }: &Size) -> String {
    let fields = [("complete", complete), ("sampled", sampled), ("real_threads", real_threads)];
    let fields = fields.iter().filter(|(_, text)| !text.is_empty());
    let line = |(key, text): &(&str, &String)| format!("\n{key} = \"{text}\"");
    format!("\n\n[[size]]\nof = \"{of}\"{}", fields.map(line).collect::<String>())
}

/// The first values without a gap, and up to where some others follow; empty if there are no values.
fn text(values: &BTreeSet<u64>) -> String {
    let Some(&first) = values.first() else { return String::new() };
    let run = (first..).zip(values).take_while(|(next, value)| next == *value).count() as u64;
    let end = first + run - 1;
    let start = match run {
        1 => with_commas(first),
        2 => format!("{first} or {end}"),
        _ => format!("{first} to {end}"),
    };
    let mut others = values.range(end + 1..);
    match (others.next(), others.next_back()) {
        (None, _) => start,
        (Some(&other), None) => format!("{start}, and {}", with_commas(other)),
        (_, Some(&last)) => format!("{start}, and some up to {}", with_commas(last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use course::Verdict;
    use protocol::Coverage;

    #[test]
    fn a_text_says_which_values_ran() {
        let text = |values: &[u64]| text(&values.iter().copied().collect());
        assert_eq!(text(&[]), "");
        assert_eq!(text(&[1_000]), "1,000");
        assert_eq!(text(&[0, 1]), "0 or 1");
        assert_eq!(text(&[1, 2, 3, 4]), "1 to 4");
        assert_eq!(text(&[1, 2, 3, 1_234_567]), "1 to 3, and 1,234,567");
        assert_eq!(text(&[2, 5, 6, 300]), "2, and some up to 300");
    }

    fn record(extent: Extent, values: &[u64]) -> TestRecord {
        let mut record = TestRecord::new("a", "b", Verdict::Passed);
        record.coverage = Some(Coverage { extent, executions: 1, scenarios: 1 });
        record.sizes = vec![protocol::Size { of: "cats".into(), values: values.into() }];
        record
    }

    #[test]
    fn a_size_that_no_test_ran_is_a_mismatch() {
        let tests = [
            record(Extent::Complete, &[0, 2]),
            record(Extent::Witness, &[1]),
            record(Extent::Sampled, &[6]),
            record(Extent::RealThreads, &[100]),
        ];
        let ran = of_tests(&tests);
        let cats = Size {
            of: "cats".into(),
            complete: "0 to 2".into(),
            sampled: "6".into(),
            real_threads: "100".into(),
        };
        assert_eq!(ran, std::slice::from_ref(&cats));
        assert_eq!(mismatch("x.toml", &ran, &ran), None);
        let larger = Size { sampled: "6 or 7".into(), ..cats };
        let mismatch = mismatch("x.toml", &[larger], &ran).unwrap();
        insta::assert_snapshot!(mismatch, @r#"
        x.toml: the tests ran other sizes; list these:

        [[size]]
        of = "cats"
        complete = "0 to 2"
        sampled = "6"
        real_threads = "100"
        "#);
    }
}
