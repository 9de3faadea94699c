//! Reading the list.

use std::thread;
use std::time::Instant;

use judge::text;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::cat::{APPOINTMENT, Cat, List};
use super::{TWINS, cat, shown};

/// For example `available reserved` if the second of two cats is reserved.
fn states(cats: &[Cat]) -> String {
    let states = cats.iter().map(|cat| if cat.available { "available" } else { "reserved" });
    states.collect::<Vec<_>>().join(" ")
}

/// A few cats, or more than a `u64` has bits.
fn cats() -> impl Strategy<Value = Vec<(String, &'static str)>> {
    let cat = || (text("A-Za-zé \"", 0..=4), select(vec!["lazy", "shy", "Lazy", ""]));
    prop_oneof![3 => vec(cat(), 0..=3), 1 => vec(cat(), 11..=20), 1 => vec(cat(), 65..=70)]
}

#[test]
fn the_list_shows_every_cat_in_order() {
    judge::test!("`cats` returns every cat in order, and `by_personality` the matching ones")
        .property(cats(), |cats| {
            let cats: Vec<_> = cats.iter().map(|(name, kind)| (&name[..], *kind)).collect();
            let list = List::new(&cats);
            judge::size("cats in a list, in one thread", cats.len());
            let expected: Vec<_> = cats.iter().map(|&it| cat(it, true)).collect();
            assert_eq!(shown(&list.cats()), expected, "all cats should be available at first");
            for kind in ["lazy", "Lazy", "laz"] {
                let matching = expected.iter().filter(|cat| cat.personality == kind);
                let read = shown(&list.by_personality(kind));
                assert_eq!(read, matching.cloned().collect::<Vec<_>>());
            }
        });
}

/// What a reader can see while another thread reserves one cat after another. States after the end
/// of an appointment are not distinguished.
fn read_while_cats_are_reserved(read: fn(&List) -> Vec<Cat>) -> String {
    judge::size("cats reserved during a read", TWINS.len());
    let list = List::new(&TWINS);
    let opened = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| [list.reserve(), list.reserve()]);
        let seen = read(&list);
        if opened.elapsed() < APPOINTMENT { states(&seen) } else { "later".to_string() }
    })
}

#[test]
fn the_list_is_read_at_one_moment() {
    judge::test!("`cats` shows one moment: no cat is reserved before the one in front of it")
        .outcomes(|| read_while_cats_are_reserved(List::cats));
}

#[test]
fn a_long_list_is_read_at_one_moment() {
    judge::test!("`cats` and `by_personality` show one moment, even for a list of six cats")
        .sampled(30)
        .property((3..=6_usize, any::<bool>()), |&(cats, all)| {
            judge::size("cats reserved during a read", cats);
            let list = List::new(&vec![TWINS[0]; cats]);
            let opened = Instant::now();
            thread::scope(|scope| {
                scope.spawn(|| (0..cats).for_each(|_| _ = list.reserve()));
                let seen = if all { list.cats() } else { list.by_personality(TWINS[0].1) };
                assert_eq!(seen.len(), cats, "the cats in the list");
                let reserved = seen.iter().take_while(|cat| !cat.available).count();
                let is_mixed = seen[reserved..].iter().any(|cat| !cat.available);
                let later = opened.elapsed() >= APPOINTMENT;
                assert!(later || !is_mixed, "the list was never {}", states(&seen));
            });
        });
}

#[test]
fn cats_of_one_personality_are_read_at_one_moment() {
    judge::test!("`by_personality` shows one moment")
        .outcomes(|| read_while_cats_are_reserved(|list| list.by_personality("lazy")));
}
