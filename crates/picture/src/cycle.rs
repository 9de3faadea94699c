//! Cycles of threads that wait for each other.

/// The threads of a cycle in a graph of waits, in order; `None` if the graph has no cycle.
pub(crate) fn cycle(waits: &[(usize, usize)]) -> Option<Vec<usize>> {
    let starts = waits.iter().map(|(waiter, _)| *waiter);
    starts.filter_map(|start| path(waits, &mut vec![start])).min_by_key(Vec::len)
}

/// Extends a path until it returns to its start.
fn path(waits: &[(usize, usize)], so_far: &mut Vec<usize>) -> Option<Vec<usize>> {
    let last = *so_far.last()?;
    for (_, next) in waits.iter().filter(|(waiter, _)| *waiter == last) {
        if *next == so_far[0] {
            return Some(so_far.clone());
        }
        if !so_far.contains(next) {
            so_far.push(*next);
            if let Some(found) = path(waits, so_far) {
                return Some(found);
            }
            so_far.pop();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::cycle;

    #[test]
    fn the_shortest_cycle_is_found() {
        assert_eq!(cycle(&[(0, 1), (1, 2), (2, 1)]), Some(vec![1, 2]));
        assert_eq!(cycle(&[(0, 1), (1, 2), (2, 0)]), Some(vec![0, 1, 2]));
        assert_eq!(cycle(&[(3, 3), (0, 1), (1, 0)]), Some(vec![3]));
        assert_eq!(cycle(&[(0, 1), (0, 2), (1, 2)]), None);
    }
}
