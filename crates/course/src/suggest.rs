//! The nearest name to one that does not exist.

/// The candidate that most likely was meant, if any is near enough.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (distance(&typed, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= 1 + candidate.chars().count() / 4 || is_beginning(&typed, candidate)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn is_beginning(typed: &str, candidate: &str) -> bool {
    typed.len() >= 2 && candidate.starts_with(typed)
}

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = usize::from(a[i - 1] != b[j - 1]);
                let mut best =
                    (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + changed);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["loon", "coffee", "cat", "db", "philosophers"];

    #[test]
    fn a_slip_finds_its_name() {
        assert_eq!(nearest("cofee", NAMES), Some("coffee"));
        assert_eq!(nearest("Loon", NAMES), Some("loon"));
        assert_eq!(nearest("act", NAMES), Some("cat"));
        assert_eq!(nearest("bd", NAMES), Some("db"));
    }

    #[test]
    fn the_beginning_of_a_name_finds_it() {
        assert_eq!(nearest("phil", NAMES), Some("philosophers"));
    }

    #[test]
    fn what_resembles_nothing_finds_nothing() {
        assert_eq!(nearest("kubernetes", NAMES), None);
    }
}
