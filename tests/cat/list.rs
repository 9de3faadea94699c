//! Reading the list.

use std::thread;
use std::time::Instant;

use proptest::collection::vec;

use super::cat::{APPOINTMENT, Cat, List};
use super::{TWINS, cat, shown};

/// For example `available reserved` if the second of two cats is reserved.
fn states(cats: &[Cat]) -> String {
    let states = cats.iter().map(|cat| if cat.available { "available" } else { "reserved" });
    states.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_list_shows_every_cat_in_order() {
    judge::test!("`cats` returns every cat in order, and `by_personality` the matching ones")
        .property(vec(("[A-Za-zé \"]{0,4}", "lazy|shy|Lazy|"), 0..=3), |cats| {
            let cats: Vec<_> = cats.iter().map(|(name, kind)| (&name[..], &kind[..])).collect();
            let list = List::new(&cats);
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
fn cats_of_one_personality_are_read_at_one_moment() {
    judge::test!("`by_personality` shows one moment")
        .outcomes(|| read_while_cats_are_reserved(|list| list.by_personality("lazy")));
}
