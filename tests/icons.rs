//! Icons: loaded when the first is needed, once, and never shown before all of them are there.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/icons.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/icons.rs")]
mod icons;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use icons::Icons;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

type Map = BTreeMap<String, String>;

fn map(icons: &[(&str, &str)]) -> Map {
    icons.iter().map(|(name, icon)| (name.to_string(), icon.to_string())).collect()
}

/// Icons that count how often they are loaded.
fn counted(map: Map) -> (Icons, Arc<AtomicUsize>) {
    let loads = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&loads);
    let load = move || {
        count.fetch_add(1, Ordering::SeqCst);
        map.clone()
    };
    (Icons::new(load), loads)
}

/// Asks for each of these names in a thread of its own, all at once.
fn ask(icons: &Icons, names: &[&str]) -> Vec<Option<String>> {
    thread::scope(|scope| {
        let ask = |&name| scope.spawn(move || icons.icon(name));
        let threads: Vec<_> = names.iter().map(ask).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn icons_are_found_by_name() {
    judge::test!("icon gives what was loaded under its name, and None for a name that is unknown")
        .property(
            (btree_map("[a-c]{0,2}", "[♠♥♣♦]", 0..=3), vec("[a-c]{0,2}", 1..=3)),
            |(map, names)| {
                let icons = Icons::new({
                    let map = map.clone();
                    move || map.clone()
                });
                for name in names.iter().chain(map.keys()) {
                    assert_eq!(icons.icon(name).as_ref(), map.get(name), "the icon \"{name}\"");
                }
            },
        );
}

#[test]
fn nothing_is_loaded_before_the_first_use() {
    judge::test!("nothing is loaded before the first icon is asked for").scenario(|| {
        let (unused, loads) = counted(map(&[("heart", "♥")]));
        thread::yield_now();
        assert_eq!(loads.load(Ordering::SeqCst), 0, "nobody has asked for an icon yet");
        drop(unused);
        assert_eq!(loads.load(Ordering::SeqCst), 0, "nobody has ever asked for an icon");
    });
}

#[test]
fn icons_are_loaded_once() {
    judge::test!("icons are loaded once, also when the map is empty or the name is unknown")
        .property(
            (any::<bool>(), vec(select(vec!["heart", "spade", "", "joker"]), 1..=4)),
            |(empty, names)| {
                let known = [("heart", "♥"), ("spade", "♠")];
                let (icons, loads) = counted(map(if *empty { &[] } else { &known }));
                for name in names {
                    icons.icon(name);
                    let loads = loads.load(Ordering::SeqCst);
                    assert_eq!(loads, 1, "asked for {names:?}, loaded {loads} times");
                }
            },
        );
}

#[test]
fn many_first_callers_load_once() {
    judge::test!("when many callers come first the icons are loaded once, and all see them")
        .property(
            (any::<bool>(), vec(select(vec!["heart", "spade", "joker"]), 2..=3)),
            |(empty, names)| {
                let known = map(if *empty { &[] } else { &[("heart", "♥"), ("spade", "♠")] });
                let (icons, loads) = counted(known.clone());
                for (name, icon) in names.iter().zip(ask(&icons, names)) {
                    assert_eq!(icon.as_ref(), known.get(*name), "the icon \"{name}\"");
                }
                let loads = loads.load(Ordering::SeqCst);
                assert_eq!(loads, 1, "{} callers, loaded {loads} times", names.len());
            },
        );
}

#[test]
fn two_first_callers_see_the_same_icons() {
    judge::test!("two first callers see the same icons, from one load").outcomes(|| {
        let loads = AtomicUsize::new(0);
        let load = move || {
            let number = loads.fetch_add(1, Ordering::SeqCst) + 1;
            map(&[("heart", &format!("♥ of load {number}"))])
        };
        ask(&Icons::new(load), &["heart", "heart"])
    });
}

#[test]
fn nobody_sees_icons_that_are_half_loaded() {
    judge::test!("nobody sees a map that is not complete, though loading takes a while").property(
        vec(select(vec!["heart", "spade"]), 2..=3),
        |names| {
            let icons = Icons::new(|| {
                let mut icons = map(&[("heart", "♥")]);
                thread::sleep(Duration::from_millis(1));
                icons.extend(map(&[("spade", "♠")]));
                icons
            });
            for (name, icon) in names.iter().zip(ask(&icons, names)) {
                assert!(icon.is_some(), "{name} was not there yet");
            }
        },
    );
}

#[test]
fn two_sets_of_icons_are_two() {
    judge::test!("two sets of icons are loaded apart from each other").scenario(|| {
        let (french, french_loads) = counted(map(&[("heart", "♥")]));
        let (german, german_loads) = counted(map(&[("bell", "🔔")]));
        let (heart, bell) = thread::scope(|scope| {
            let heart = scope.spawn(|| french.icon("heart"));
            let bell = german.icon("bell");
            (heart.join().unwrap(), bell)
        });
        assert_eq!((heart.as_deref(), bell.as_deref()), (Some("♥"), Some("🔔")), "each of its set");
        assert_eq!((french.icon("bell"), german.icon("heart")), (None, None), "not of this set");
        let loads = [french_loads, german_loads].map(|loads| loads.load(Ordering::SeqCst));
        assert_eq!(loads, [1, 1], "each set is loaded once");
    });
}

#[test]
fn later_callers_find_what_is_there() {
    judge::test!("once the icons are there, all callers find them, and nobody loads them again")
        .scenario(|| {
            let (icons, loads) = counted(map(&[("heart", "♥")]));
            icons.icon("heart");
            let icons = ask(&icons, &["heart", "joker", "heart"]);
            let heart = Some("♥".to_string());
            assert_eq!(icons, [heart.clone(), None, heart], "the icons are there");
            assert_eq!(loads.load(Ordering::SeqCst), 1, "they were loaded before");
        });
}

/// Asks for the heart, and says what happened.
fn outcome(icons: &Icons) -> Result<Option<String>, ()> {
    catch_unwind(AssertUnwindSafe(|| icons.icon("heart"))).map_err(drop)
}

#[test]
fn nobody_hangs_when_loading_panics() {
    judge::test!("if loading panics nobody hangs, neither who comes meanwhile nor who comes later")
        .property((1..=2_usize, 1..=2_usize), |&(panics, callers)| {
            let loads = AtomicUsize::new(0);
            let icons = Icons::new(move || {
                if loads.fetch_add(1, Ordering::SeqCst) < panics {
                    resume_unwind(Box::new("the disk is gone"));
                }
                map(&[("heart", "♥")])
            });
            let mut answers = thread::scope(|scope| {
                let ask = |_| scope.spawn(|| outcome(&icons));
                let threads: Vec<_> = (0..callers).map(ask).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
            });
            assert!(answers.iter().any(Result::is_err), "the panic is gone");
            answers.extend([outcome(&icons), outcome(&icons)]);
            // Whether a later caller tries again or panics is open, but half an answer is none.
            assert!(!answers.contains(&Ok(None)), "the heart is missing: {answers:?}");
        });
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
    panic!("still not done after ten seconds: somebody waits for icons that never come");
}

#[test]
fn four_threads_show_icons_on_real_threads() {
    judge::test!("on real threads, four threads find the icons that a fifth has loaded").native(
        || {
            let (shown, loads) = patiently(|| {
                let (icons, loads) = counted(map(&[("heart", "♥"), ("spade", "♠")]));
                icons.icon("heart");
                (ask(&icons, &["heart", "spade", "heart", "spade"]), loads.load(Ordering::SeqCst))
            });
            let expected = ["♥", "♠", "♥", "♠"].map(|icon| Some(icon.to_string()));
            assert_eq!((&shown[..], loads), (&expected[..], 1), "what they show, from one load");
        },
    );
}
