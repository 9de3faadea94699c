//! Publish: a reader sees nothing or the whole headline, and always the same one.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/publish.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/publish.rs")]
mod publish;

use std::sync::mpsc::channel;
use std::thread;

use interleave::{Explorer, Primitive};
use judge::with_timeout;
use proptest::array::uniform3;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use publish::Bulletin;

type Headline = [u32; 3];

/// Any two of these differ in every number, so a mix of two is visible at once.
const NEWS: [Headline; 4] = [[1, 2, 3], [4, 5, 6], [0, 0, 0], [7, 8, u32::MAX]];

fn headline() -> impl Strategy<Value = Headline> {
    let number = prop_oneof![Just(0), Just(1), Just(u32::MAX), any::<u32>()];
    prop_oneof![1 => select(NEWS.to_vec()), 3 => uniform3(number)]
}

/// Reads `N` times, one after the other.
fn read<const N: usize>(bulletin: &Bulletin) -> [Option<Headline>; N] {
    [(); N].map(|()| bulletin.read())
}

/// A headline in words.
fn in_words(read: Option<Headline>) -> String {
    read.map_or_else(|| "nothing".to_owned(), |headline| format!("{headline:?}"))
}

#[test]
fn nothing_is_read_before_the_first_publish() {
    judge::test!("before anything is published, `read` returns `None` and does not wait")
        .scenario(|| assert_eq!(read(&Bulletin::new()), [None, None], "nothing is published yet"));
}

#[test]
fn the_first_headline_is_read_back() {
    judge::test!(
        "on one thread, `read` returns the first headline, and later publishes are ignored"
    )
    .cases(48)
    .property(vec(headline(), 1..=3), |headlines| {
        judge::size("publishes in a row", headlines.len());
        let bulletin = Bulletin::new();
        for headline in headlines {
            bulletin.publish(*headline);
            let first = Some(headlines[0]);
            assert_eq!(read(&bulletin), [first, first], "after {headline:?}");
        }
    });
}

#[test]
fn hundreds_of_later_publishes_are_ignored() {
    judge::test!("hundreds of later publishes are ignored").scenario(|| {
        let bulletin = Bulletin::new();
        bulletin.publish([1, 2, 3]);
        let publishes = 300;
        judge::size("publishes in a row", publishes as usize);
        for number in 2..=publishes {
            bulletin.publish([number; 3]);
            assert_eq!(bulletin.read(), Some([1, 2, 3]), "after {number} publishes");
        }
    });
}

#[test]
fn two_bulletins_are_independent() {
    judge::test!("two bulletins are independent").scenario(|| {
        let (morning, evening, other) = (Bulletin::new(), Bulletin::new(), Bulletin::new());
        thread::scope(|scope| {
            scope.spawn(|| morning.publish([1, 2, 3]));
            evening.publish([4, 5, 6]);
        });
        let seen = [morning, evening, other].map(|bulletin| bulletin.read());
        assert_eq!(
            seen,
            [Some([1, 2, 3]), Some([4, 5, 6]), None],
            "each bulletin should have its own headline"
        );
    });
}

#[test]
fn a_reader_sees_all_or_nothing() {
    judge::test!("a concurrent reader sees nothing or the whole headline").outcomes(|| {
        let bulletin = Bulletin::new();
        thread::scope(|scope| {
            scope.spawn(|| bulletin.publish([1, 2, 3]));
            judge::words!("the reader sees {}", in_words(bulletin.read()))
        })
    });
}

#[test]
fn zeros_are_a_headline() {
    judge::test!("three zeros are a headline like any other, and a later publish is ignored")
        .outcomes(|| {
            let bulletin = Bulletin::new();
            thread::scope(|scope| {
                scope.spawn(|| {
                    bulletin.publish([0, 0, 0]);
                    bulletin.publish([1, 2, 3]);
                });
                judge::words!("the reader sees {}", in_words(bulletin.read()))
            })
        });
}

#[test]
fn a_headline_does_not_change() {
    judge::test!("a thread that has read a headline reads the same one from then on").outcomes(
        || {
            let bulletin = Bulletin::new();
            thread::scope(|scope| {
                scope.spawn(|| {
                    bulletin.publish([1, 2, 3]);
                    bulletin.publish([4, 5, 6]);
                });
                let [first, second] = read(&bulletin).map(in_words);
                judge::words!("the reader sees {first}, then {second}")
            })
        },
    );
}

#[test]
fn a_patient_reader_sees_all_or_nothing() {
    judge::test!("a reader that reads many times sees nothing, and then always the whole headline")
        .property(3..=7_usize, |&reads| {
            judge::size("reads of one reader", reads);
            let bulletin = Bulletin::new();
            thread::scope(|scope| {
                scope.spawn(|| bulletin.publish([1, 2, 3]));
                let seen: Vec<_> = (0..reads).map(|_| bulletin.read()).collect();
                let nothing = seen.iter().take_while(|headline| headline.is_none()).count();
                let whole = seen[nothing..].iter().all(|headline| *headline == Some([1, 2, 3]));
                assert!(whole, "the reader saw {seen:?}");
            });
        });
}

#[test]
fn either_of_two_publishes_can_win() {
    judge::test!("of two concurrent publishes either can win, and the headlines do not mix")
        .outcomes(|| {
            let bulletin = Bulletin::new();
            thread::scope(|scope| {
                scope.spawn(|| bulletin.publish([1, 2, 3]));
                bulletin.publish([4, 5, 6]);
            });
            judge::words!("the headline is {}", in_words(bulletin.read()))
        });
}

#[test]
fn the_winner_can_read_its_headline() {
    judge::test!(
        "the winner can read its headline; a losing publisher reads `None` or the winning headline"
    )
    .property(vec(select(NEWS.to_vec()), 2), |headlines| publish_and_read(headlines));
}

#[test]
fn many_publishers_have_one_winner() {
    judge::test!("of up to five publishes one wins, and its thread can read the headline")
        .sampled(100)
        .property(vec(select(NEWS.to_vec()), 3..=5), |headlines| publish_and_read(headlines));
}

/// Checks what threads read after they have published these headlines.
fn publish_and_read(headlines: &[Headline]) {
    judge::size("publishers", headlines.len());
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
    assert!(winner.is_some(), "both threads have published, but `read` returns `None`");
    assert!(seen.contains(&winner), "{winner:?} won, but the publishers read {seen:?}");
    let fits = |seen: &Option<Headline>| seen.is_none() || *seen == winner;
    assert!(seen.iter().all(fits), "{winner:?} won, but the publishers read {seen:?}");
}

#[test]
fn exactly_one_publish_wins() {
    judge::test!("exactly one publish wins, and every reader sees nothing or that headline")
        .cases(24)
        .property((vec(select(NEWS.to_vec()), 1..=2), 1..=2_usize), publish_beside_readers);
}

#[test]
fn one_of_many_publishes_wins_for_many_readers() {
    judge::test!("one of up to four publishes wins, for up to four readers")
        .sampled(100)
        .property((vec(select(NEWS.to_vec()), 1..=4), 2..=4_usize), publish_beside_readers);
}

/// Checks what readers see while these headlines are published.
fn publish_beside_readers((headlines, readers): &(Vec<Headline>, usize)) {
    judge::size("publishers", headlines.len());
    judge::size("readers", *readers);
    let bulletin = Bulletin::new();
    let reads: Vec<[_; 2]> = thread::scope(|scope| {
        let bulletin = &bulletin;
        let readers: Vec<_> = (0..*readers).map(|_| scope.spawn(move || read(bulletin))).collect();
        for &headline in headlines {
            scope.spawn(move || bulletin.publish(headline));
        }
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });
    reads.iter().for_each(|reads| judge::size("reads of one reader", reads.len()));
    let winner = bulletin.read().expect("a headline is published, so it can be read");
    assert!(headlines.contains(&winner), "{winner:?} was never published");
    for [first, second] in reads {
        let seen = [first, second];
        let fits = |seen: Option<Headline>| seen.is_none_or(|seen| seen == winner);
        assert!(seen.into_iter().all(fits), "{winner:?} won, but a reader saw {seen:?}");
        assert!(first.is_none() || second.is_some(), "the headline disappeared: {seen:?}");
    }
}

#[test]
fn a_message_makes_the_headline_visible() {
    judge::test!("a thread that gets a message from the publisher can read the whole headline")
        .property(headline(), |&headline| {
            let (bulletin, (sender, receiver)) = (Bulletin::new(), channel());
            thread::scope(|scope| {
                let bulletin = &bulletin;
                scope.spawn(move || {
                    bulletin.publish(headline);
                    sender.send(()).unwrap();
                });
                receiver.recv().unwrap();
                assert_eq!(
                    bulletin.read(),
                    Some(headline),
                    "the publisher had published it before it sent the message"
                );
            });
        });
}

/// Calls every function of a bulletin on one thread.
fn read_and_publish() {
    let bulletin = Bulletin::new();
    for headline in [[1, 2, 3], [4, 5, 6]] {
        bulletin.read();
        bulletin.publish(headline);
        bulletin.read();
    }
}

#[test]
fn only_atomics_are_used() {
    judge::test!("a bulletin uses only atomics: no lock, no channel, no `OnceLock`")
        .explorer(Explorer::new().allow_only([Primitive::Atomic]))
        .scenario(read_and_publish);
}

/// Publishes two headlines one after the other, then reads on four threads at the same time.
/// Concurrent publishers and readers are for the tests that explore every interleaving.
fn read_on_four_threads(headlines: [Headline; 2]) -> [Option<Headline>; 4] {
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
fn four_threads_read_the_headline_on_real_threads() {
    judge::test!("on real threads, four threads read the first of two headlines").native(|| {
        for headline in NEWS {
            let seen = with_timeout(move || read_on_four_threads([headline, [9, 9, 9]]));
            assert_eq!(seen, [Some(headline); 4], "all threads should read the first headline");
        }
    });
}

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(bulletin: &Bulletin) -> (Option<[u32; 3]>, ()) {
    (bulletin.read(), bulletin.publish([0; 3]))
}
