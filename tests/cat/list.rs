//! What the list shows.

use std::thread;
use std::time::Instant;

use proptest::collection::vec;

use super::cat::{APPOINTMENT, Cat, List};
use super::{TWINS, cat};

/// `free taken` for two cats of which the second is reserved.
fn states(cats: &[Cat]) -> String {
    let states = cats.iter().map(|cat| if cat.available { "free" } else { "taken" });
    states.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_list_shows_every_cat_in_order() {
    judge::test!("the list shows every cat in order, and those of one personality on their own")
        .property(vec(("[A-Za-zé \"]{0,4}", "lazy|shy|Lazy|"), 0..=3), |cats| {
            let cats: Vec<_> = cats.iter().map(|(name, kind)| (&name[..], &kind[..])).collect();
            let list = List::new(&cats);
            let expected: Vec<_> = cats.iter().map(|&it| cat(it, true)).collect();
            assert_eq!(list.cats(), expected, "all cats are free at first");
            for kind in ["lazy", "Lazy", "laz"] {
                let alike = expected.iter().filter(|cat| cat.personality == kind);
                assert_eq!(list.by_personality(kind), alike.cloned().collect::<Vec<_>>());
            }
        });
}

/// What a reader can see while a customer takes one cat after the other. Once an appointment is
/// over there is more to see than is of interest here.
fn look_while_cats_are_taken(look: fn(&List) -> Vec<Cat>) -> String {
    let list = List::new(&TWINS);
    let opened = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| [list.reserve(), list.reserve()]);
        let seen = look(&list);
        if opened.elapsed() < APPOINTMENT { states(&seen) } else { "later".to_string() }
    })
}

#[test]
fn the_list_is_read_in_one_moment() {
    judge::test!("the list is read in one moment: no cat is taken before the one in front of it")
        .outcomes(|| look_while_cats_are_taken(List::cats));
}

#[test]
fn cats_of_one_personality_are_read_in_one_moment() {
    judge::test!("cats of one personality are read in one moment")
        .outcomes(|| look_while_cats_are_taken(|list| list.by_personality("lazy")));
}
