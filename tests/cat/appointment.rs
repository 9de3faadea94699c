//! Appointments: they end after five seconds, and no call waits for them.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use interleave::Explorer;
use proptest::collection::vec;

use super::cat::{APPOINTMENT, List};
use super::{CATS, MANY, Shown, TWINS, cat, shown};

const SECOND: Duration = Duration::from_secs(1);

/// Whether `act` succeeds without waiting one second into an appointment, and the cat is still
/// available in time.
pub(super) fn during_an_appointment(list: &Arc<List>, act: impl FnOnce() -> bool) -> bool {
    let opened = Instant::now();
    list.reserve();
    thread::sleep(SECOND);
    let done = act();
    let without_waiting = opened.elapsed() == SECOND;
    thread::sleep(APPOINTMENT - SECOND);
    done && without_waiting && list.cats()[0].available && opened.elapsed() == APPOINTMENT
}

#[test]
fn reserve_returns_at_once() {
    judge::test!("`reserve` returns at once, with or without a cat").reachable(|| {
        let list = List::new(&CATS[..1]);
        let called = Instant::now();
        let (first, second) = (list.reserve(), list.reserve());
        first.is_some() && second.is_none() && called.elapsed() == Duration::ZERO
    });
}

#[test]
fn an_appointment_takes_five_seconds() {
    judge::test!("an appointment takes five seconds")
        .scenario(|| assert_eq!(APPOINTMENT, 5 * SECOND));
}

#[test]
fn a_reserved_cat_is_unavailable_until_its_appointment_ends() {
    judge::test!("a reserved cat is unavailable until its appointment ends").property(
        vec(0..=4_u32, 1..=3),
        |pauses| {
            let list = List::new(&CATS[..1]);
            let called = Instant::now();
            list.reserve();
            for &seconds in pauses {
                thread::sleep(seconds * SECOND);
                if list.cats()[0].available || list.by_personality("lazy")[0].available {
                    let after = called.elapsed();
                    assert!(
                        after >= APPOINTMENT,
                        "the cat was available after {} s",
                        after.as_secs()
                    );
                }
            }
        },
    );
}

#[test]
fn equal_cats_are_unavailable_until_their_own_appointments_end() {
    judge::test!("of two equal cats, each is unavailable until its own appointment ends").property(
        vec(0..=4_u32, 3),
        |pauses| {
            let list = List::new(&TWINS);
            let available = || list.cats().into_iter().map(|cat| cat.available);
            let mut reserved = [None; 2];
            for &seconds in pauses {
                let before: Vec<_> = available().collect();
                let called = Instant::now();
                list.reserve();
                for (cat, is_available) in available().enumerate() {
                    if before[cat] && !is_available {
                        reserved[cat] = Some(called);
                    }
                }
                thread::sleep(seconds * SECOND);
                for (cat, is_available) in available().enumerate() {
                    let after =
                        reserved[cat].map_or(APPOINTMENT, |called: Instant| called.elapsed());
                    assert!(
                        !is_available || after >= APPOINTMENT,
                        "cat {cat} was available after {} s",
                        after.as_secs()
                    );
                }
            }
        },
    );
}

#[test]
fn every_cat_is_available_after_its_appointment() {
    judge::test!("five seconds after two cats were reserved, both can be available again")
        .reachable(|| {
            let list = List::new(&TWINS);
            let opened = Instant::now();
            let reserved = [list.reserve(), list.reserve()];
            let taken = shown(&list.cats()) == TWINS.map(|it| cat(it, false));
            thread::sleep(APPOINTMENT);
            let available = shown(&list.cats()) == TWINS.map(|it| cat(it, true));
            let in_time = opened.elapsed() == APPOINTMENT;
            reserved.iter().all(Option::is_some) && taken && available && in_time
        });
}

#[test]
fn many_cats_are_reserved_in_order_without_waiting() {
    judge::test!(
        "20 of 70 cats can be reserved at once, in the order of the list, without waiting"
    )
    // The schedule in which no thread is interrupted should do.
    .explorer(Explorer::new().no_fallback_after(500))
    .reachable(|| {
        let kinds: Vec<_> = (0..70).map(|cat| cat.to_string()).collect();
        let cats: Vec<_> = kinds.iter().map(|kind| ("Tom", &kind[..])).collect();
        let (list, opened) = (List::new(&cats), Instant::now());
        let visits = 20;
        judge::size("cats reserved one after the other", visits);
        let in_order = cats
            .iter()
            .take(visits)
            .all(|&it| list.reserve().is_some_and(|got| Shown::from(&got) == cat(it, false)));
        let available: Vec<_> = list.cats().iter().map(|cat| cat.available).collect();
        let taken = available == (0..70).map(|cat| cat >= visits).collect::<Vec<_>>();
        in_order && taken && opened.elapsed() == Duration::ZERO
    });
}

#[test]
fn each_of_many_appointments_ends_after_five_seconds() {
    judge::test!("each of four appointments that begin one after the other takes five seconds")
        .reachable(|| {
            let (list, opened) = (List::new(&MANY), Instant::now());
            let starts = (0..4).all(|_| {
                let reserved = list.reserve().is_some();
                thread::sleep(SECOND);
                reserved
            });
            starts
                && (1..=4).all(|over| {
                    thread::sleep(SECOND);
                    let available = list.cats().iter().map(|cat| cat.available).collect::<Vec<_>>();
                    let ended = (0..MANY.len()).map(|cat| cat < over || cat > 3);
                    let in_time = opened.elapsed() == SECOND * (4 + over as u32);
                    in_time && available == ended.collect::<Vec<_>>()
                })
        });
}

#[test]
fn a_cat_can_be_reserved_again() {
    judge::test!("a cat can be reserved again after its appointment").reachable(|| {
        let list = List::new(&CATS[..1]);
        let first = list.reserve();
        thread::sleep(APPOINTMENT);
        first.is_some() && list.reserve() == first
    });
}

#[test]
fn a_cat_can_be_reserved_during_an_appointment() {
    judge::test!("another cat can be reserved during an appointment").reachable(|| {
        let list = List::new(&CATS[..2]);
        during_an_appointment(&list, || {
            list.reserve().as_ref().map(Shown::from) == Some(cat(CATS[1], false))
        })
    });
}

#[test]
fn the_list_can_be_read_during_an_appointment() {
    judge::test!("the list can be read during an appointment").reachable(|| {
        let list = List::new(&CATS[..1]);
        during_an_appointment(&list, || {
            let taken = [cat(CATS[0], false)];
            shown(&list.cats()) == taken && shown(&list.by_personality("lazy")) == taken
        })
    });
}
