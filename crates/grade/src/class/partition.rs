//! `slice:i/n`: every n-th student from the i-th on, counted from 1, as in cargo-nextest.
use std::str::FromStr;

use course::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Partition {
    shard: usize,
    shards: usize,
}

impl Partition {
    /// Everything in one shard.
    pub(crate) const ALL: Self = Self { shard: 1, shards: 1 };

    /// The items of this shard.
    pub(crate) fn select<T>(self, items: Vec<T>) -> Vec<T> {
        items.into_iter().skip(self.shard - 1).step_by(self.shards).collect()
    }
}

impl FromStr for Partition {
    type Err = Error;

    /// Reads `slice:i/n`.
    ///
    /// # Errors
    /// If the text has another form, or `i` is not from 1 to `n`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let read = || {
            let (shard, shards) = text.strip_prefix("slice:")?.split_once('/')?;
            let partition = Self { shard: shard.parse().ok()?, shards: shards.parse().ok()? };
            (1..=partition.shards).contains(&partition.shard).then_some(partition)
        };
        read().ok_or_else(|| {
            Error::new(format!("`{text}` is not a part of the class"))
                .help("write slice:1/8 to slice:8/8 for eight shards")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_in_exactly_one_shard() {
        for shards in 1..=8 {
            let mut all: Vec<usize> = (1..=shards)
                .flat_map(|shard| {
                    let partition: Partition = format!("slice:{shard}/{shards}").parse().unwrap();
                    partition.select((0..20).collect())
                })
                .collect();
            all.sort_unstable();
            assert_eq!(all, (0..20).collect::<Vec<usize>>());
        }
    }

    #[test]
    fn other_forms_are_errors() {
        for text in
            ["slice:0/2", "slice:3/2", "slice:1/0", "hash:1/2", "slice:1", "1/2", "slice:-1/2"]
        {
            assert!(text.parse::<Partition>().is_err(), "{text}");
        }
    }
}
