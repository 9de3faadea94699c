//! Publish: a reader sees nothing or a whole headline, under the memory model, and then for ever.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/publish.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/publish.rs")]
mod publish;

use std::panic::resume_unwind;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use interleave::{Explorer, Primitive};
use proptest::array::uniform3;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use publish::Bulletin;

type Headline = [u32; 3];

/// Any two of them differ in every number: a mix shows at once.
const NEWS: [Headline; 4] = [[1, 2, 3], [4, 5, 6], [0, 0, 0], [7, 8, u32::MAX]];

fn headline() -> impl Strategy<Value = Headline> {
    let number = prop_oneof![Just(0), Just(1), Just(u32::MAX), any::<u32>()];
    prop_oneof![1 => select(NEWS.to_vec()), 3 => uniform3(number)]
}

/// Reads so often, one look after the other.
fn look<const LOOKS: usize>(bulletin: &Bulletin) -> [Option<Headline>; LOOKS] {
    [(); LOOKS].map(|()| bulletin.read())
}

#[test]
fn nothing_is_read_before_the_first_publish() {
    judge::test!("before anything is published, read returns None, and does not wait")
        .scenario(|| assert_eq!(look(&Bulletin::new()), [None, None], "nobody has published"));
}

#[test]
fn the_first_headline_is_read_back() {
    judge::test!("in one thread, read gives the first headline, and a second publish is ignored")
        .cases(48)
        .property(vec(headline(), 1..=3), |headlines| {
            let bulletin = Bulletin::new();
            for headline in headlines {
                bulletin.publish(*headline);
                let first = Some(headlines[0]);
                assert_eq!(look(&bulletin), [first, first], "after {headline:?}");
            }
        });
}

#[test]
fn two_bulletins_are_two() {
    judge::test!("two bulletins have nothing to do with each other").scenario(|| {
        let (morning, evening, other) = (Bulletin::new(), Bulletin::new(), Bulletin::new());
        thread::scope(|scope| {
            scope.spawn(|| morning.publish([1, 2, 3]));
            evening.publish([4, 5, 6]);
        });
        let seen = [morning, evening, other].map(|bulletin| bulletin.read());
        assert_eq!(seen, [Some([1, 2, 3]), Some([4, 5, 6]), None], "each its own headline");
    });
}

#[test]
fn a_reader_sees_nothing_or_all_of_it() {
    judge::test!("a reader who looks while somebody publishes sees nothing or all of it").outcomes(
        || {
            let bulletin = Bulletin::new();
            thread::scope(|scope| {
                scope.spawn(|| bulletin.publish([1, 2, 3]));
                bulletin.read()
            })
        },
    );
}

#[test]
fn zeros_are_a_headline() {
    judge::test!(
        "three zeros are a headline like any other: it can be read, and no other comes after it"
    )
    .outcomes(|| {
        let bulletin = Bulletin::new();
        thread::scope(|scope| {
            scope.spawn(|| {
                bulletin.publish([0, 0, 0]);
                bulletin.publish([1, 2, 3]);
            });
            bulletin.read()
        })
    });
}

#[test]
fn a_headline_does_not_change() {
    judge::test!("who has seen a headline sees it at every later look, whoever publishes then")
        .outcomes(|| {
            let bulletin = Bulletin::new();
            thread::scope(|scope| {
                scope.spawn(|| {
                    bulletin.publish([1, 2, 3]);
                    bulletin.publish([4, 5, 6]);
                });
                look::<2>(&bulletin)
            })
        });
}

#[test]
fn either_of_two_publishes_can_win() {
    judge::test!("of two who publish at once either can win, and the headlines do not mix")
        .outcomes(|| {
            let bulletin = Bulletin::new();
            thread::scope(|scope| {
                scope.spawn(|| bulletin.publish([1, 2, 3]));
                bulletin.publish([4, 5, 6]);
            });
            bulletin.read()
        });
}

#[test]
fn who_wins_sees_the_headline_at_once() {
    judge::test!(
        "who publishes and wins can read it then; who loses reads nothing or the winner's"
    )
    .property(vec(select(NEWS.to_vec()), 2), |headlines| {
        let bulletin = Bulletin::new();
        let seen: Vec<_> = thread::scope(|scope| {
            let publish = |&headline: &Headline| {
                let bulletin = &bulletin;
                scope.spawn(move || {
                    bulletin.publish(headline);
                    bulletin.read()
                })
            };
            let threads: Vec<_> = headlines.iter().map(publish).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let winner = bulletin.read();
        assert!(winner.is_some(), "both have published, and nothing can be read");
        assert!(seen.contains(&winner), "{winner:?} won, and its own thread read {seen:?}");
        let fits = |seen: &Option<Headline>| seen.is_none() || *seen == winner;
        assert!(seen.iter().all(fits), "{winner:?} won, and the two read {seen:?}");
    });
}

#[test]
fn exactly_one_publish_wins_for_all() {
    judge::test!("one of all publishes wins, and all who look see nothing or that headline")
        .cases(24)
        .property((vec(select(NEWS.to_vec()), 1..=2), 1..=2_usize), |(headlines, readers)| {
            let bulletin = Bulletin::new();
            let looks: Vec<[_; 2]> = thread::scope(|scope| {
                let bulletin = &bulletin;
                let readers: Vec<_> =
                    (0..*readers).map(|_| scope.spawn(move || look(bulletin))).collect();
                for &headline in headlines {
                    scope.spawn(move || bulletin.publish(headline));
                }
                readers.into_iter().map(|reader| reader.join().unwrap()).collect()
            });
            let winner = bulletin.read().expect("somebody has published: it can be read");
            assert!(headlines.contains(&winner), "nobody has published {winner:?}");
            for [first, second] in looks {
                let seen = [first, second];
                let fits = |seen: Option<Headline>| seen.is_none_or(|seen| seen == winner);
                assert!(seen.into_iter().all(fits), "{winner:?} won, and a reader saw {seen:?}");
                assert!(first.is_none() || second.is_some(), "what was there is gone: {seen:?}");
            }
        });
}

#[test]
fn who_hears_of_it_can_read_it() {
    judge::test!("who hears from the publisher that it is done can read it, and has all of it")
        .property(headline(), |&headline| {
            let (bulletin, (tell, told)) = (Bulletin::new(), channel());
            thread::scope(|scope| {
                let bulletin = &bulletin;
                scope.spawn(move || {
                    bulletin.publish(headline);
                    tell.send(()).unwrap();
                });
                told.recv().unwrap();
                assert_eq!(bulletin.read(), Some(headline), "the publisher says that it is there");
            });
        });
}

/// What one thread can do with a bulletin.
fn use_it() {
    let bulletin = Bulletin::new();
    for headline in [[1, 2, 3], [4, 5, 6]] {
        bulletin.read();
        bulletin.publish(headline);
        bulletin.read();
    }
}

#[test]
fn it_is_made_from_atomics_only() {
    judge::test!("a bulletin is made from atomics only: no lock, no channel, no OnceLock")
        .explorer(Explorer::new().allow_only([Primitive::Atomic]))
        .scenario(use_it);
}

/// Runs on a thread of its own: what waits for ever must not keep the test.
fn patiently<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::spawn(work);
    for _ in 0..10_000 {
        if thread.is_finished() {
            return thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("still not done after ten seconds: somebody waits for what never comes");
}

/// Publishes one after the other, then reads in four threads at once. What publishers and readers
/// do at the same time is for the tests that see every order.
fn read_by_four(headlines: [Headline; 2]) -> [Option<Headline>; 4] {
    let bulletin = Bulletin::new();
    for headline in headlines {
        thread::scope(|scope| scope.spawn(|| bulletin.publish(headline)).join().unwrap());
    }
    thread::scope(|scope| {
        let readers = [(); 4].map(|()| scope.spawn(|| bulletin.read()));
        readers.map(|reader| reader.join().unwrap())
    })
}

#[test]
fn four_read_one_headline_on_real_threads() {
    judge::test!("on real threads, four read what a fifth has published, and a sixth is too late")
        .native(|| {
            for headline in NEWS {
                let seen = patiently(move || read_by_four([headline, [9, 9, 9]]));
                assert_eq!(seen, [Some(headline); 4], "all read the first headline");
            }
        });
}
