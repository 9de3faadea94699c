//! What an appointment does, and that nobody waits for it.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use proptest::collection::vec;

use super::cat::{APPOINTMENT, List};
use super::{CATS, TWINS, cat};

const SECOND: Duration = Duration::from_secs(1);

/// Whether something can be done one second after the cat was reserved without a wait, and the
/// cat is nevertheless free in time. Who waits for the appointment, or makes it wait, is late.
pub(super) fn during_an_appointment(list: &Arc<List>, act: impl FnOnce() -> bool) -> bool {
    let opened = Instant::now();
    list.reserve();
    thread::sleep(SECOND);
    let done = act();
    let at_once = opened.elapsed() == SECOND;
    thread::sleep(APPOINTMENT - SECOND);
    done && at_once && list.cats()[0].available && opened.elapsed() == APPOINTMENT
}

#[test]
fn reserve_returns_at_once() {
    judge::test!("reserve returns at once, with a cat or without").reachable(|| {
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
                        "the cat was free again after {} s",
                        after.as_secs()
                    );
                }
            }
        },
    );
}

#[test]
fn every_cat_is_free_again_after_its_appointment() {
    judge::test!("five seconds after two cats were reserved both can be free again").reachable(
        || {
            let list = List::new(&TWINS);
            let opened = Instant::now();
            let reserved = [list.reserve(), list.reserve()];
            let taken = list.cats() == TWINS.map(|it| cat(it, false));
            thread::sleep(APPOINTMENT);
            let free = list.cats() == TWINS.map(|it| cat(it, true));
            reserved.iter().all(Option::is_some) && taken && free && opened.elapsed() == APPOINTMENT
        },
    );
}

#[test]
fn a_cat_can_be_reserved_again() {
    judge::test!("after its appointment a cat can be reserved again").reachable(|| {
        let list = List::new(&CATS[..1]);
        let first = list.reserve();
        thread::sleep(APPOINTMENT);
        first.is_some() && list.reserve() == first
    });
}

#[test]
fn a_cat_can_be_reserved_during_an_appointment() {
    judge::test!("another cat can be reserved in the middle of an appointment").reachable(|| {
        let list = List::new(&CATS[..2]);
        during_an_appointment(&list, || list.reserve() == Some(cat(CATS[1], false)))
    });
}

#[test]
fn the_list_can_be_read_during_an_appointment() {
    judge::test!("the list can be read in the middle of an appointment").reachable(|| {
        let list = List::new(&CATS[..1]);
        during_an_appointment(&list, || {
            let taken = [cat(CATS[0], false)];
            list.cats() == taken && list.by_personality("lazy") == taken
        })
    });
}
