//! Icons: loaded once, when the first is needed, and never seen half-loaded.
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
use interleave::Explorer;
use judge::{text, with_timeout};
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

/// Calls `icon` with each of these names at the same time, each on a thread of its own.
fn ask(icons: &Icons, names: &[&str]) -> Vec<Option<String>> {
    judge::size("callers at the same time", names.len());
    thread::scope(|scope| {
        let ask = |&name| scope.spawn(move || icons.icon(name));
        let threads: Vec<_> = names.iter().map(ask).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn icons_are_found_by_name() {
    judge::test!("`icon` returns what was loaded under the name, and `None` for an unknown name")
        .property(
            (btree_map(text("a-c", 0..=2), text("♠♥♣♦", 1), 0..=3), vec(text("a-c", 0..=2), 1..=3)),
            |(map, names)| {
                judge::size("icons, in one thread", map.len());
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
fn hundreds_of_icons_are_loaded_once() {
    judge::test!("hundreds of icons are found and loaded once, however similar their names are")
        .scenario(|| {
            let name = |icon: u32| format!("an icon with a long name {icon}");
            let all: Map = (0..200).map(|icon| (name(icon), icon.to_string())).collect();
            judge::size("icons, in one thread", all.len());
            let (icons, loads) = counted(all.clone());
            for _ in 0..2 {
                for (name, icon) in &all {
                    assert_eq!(icons.icon(name).as_ref(), Some(icon), "the icon \"{name}\"");
                }
                for icon in 200..220 {
                    assert_eq!(icons.icon(&name(icon)), None, "an unknown icon");
                }
            }
            assert_eq!(loads.load(Ordering::SeqCst), 1, "the icons should be loaded once");
        });
}

#[test]
fn nothing_is_loaded_before_the_first_use() {
    judge::test!("nothing is loaded before the first call of `icon`").scenario(|| {
        let (unused, loads) = counted(map(&[("heart", "♥")]));
        thread::yield_now();
        assert_eq!(loads.load(Ordering::SeqCst), 0, "there has been no call of `icon` yet");
        drop(unused);
        assert_eq!(loads.load(Ordering::SeqCst), 0, "there has never been a call of `icon`");
    });
}

#[test]
fn icons_are_loaded_once() {
    judge::test!("icons are loaded once, even if the map is empty or the name is unknown")
        .property(
            (any::<bool>(), vec(select(vec!["heart", "spade", "", "joker"]), 1..=4)),
            |(empty, names)| {
                let known = [("heart", "♥"), ("spade", "♠")];
                let (icons, loads) = counted(map(if *empty { &[] } else { &known }));
                for name in names {
                    icons.icon(name);
                    let loads = loads.load(Ordering::SeqCst);
                    let loaded = judge::times(loads);
                    assert!(loads == 1, "the icons for {names:?} were loaded {loaded}, not once");
                }
            },
        );
}

#[test]
fn concurrent_first_callers_load_once() {
    judge::test!("concurrent first callers load the icons once, and all of them see the icons")
        .explorer(Explorer::new().deny_busy_waiting())
        .property(
            (any::<bool>(), vec(select(vec!["heart", "spade", "joker"]), 2..=3)),
            |(empty, names)| {
                let known = map(if *empty { &[] } else { &[("heart", "♥"), ("spade", "♠")] });
                let (icons, loads) = counted(known.clone());
                for (name, icon) in names.iter().zip(ask(&icons, names)) {
                    assert_eq!(icon.as_ref(), known.get(*name), "the icon \"{name}\"");
                }
                let loads = loads.load(Ordering::SeqCst);
                let (callers, loaded) = (names.len(), judge::times(loads));
                assert!(
                    loads == 1,
                    "{callers} callers, and the icons were loaded {loaded}, not once"
                );
            },
        );
}

#[test]
fn many_first_callers_load_once() {
    judge::test!("up to six first callers load the icons once, even if each asks twice")
        .sampled(30)
        .property(vec(select(vec!["heart", "spade", "joker"]), 4..=6), |names| {
            let known = map(&[("heart", "♥"), ("spade", "♠")]);
            let (icons, loads) = counted(known.clone());
            for answers in [ask(&icons, names), ask(&icons, names)] {
                for (name, icon) in names.iter().zip(answers) {
                    assert_eq!(icon.as_ref(), known.get(*name), "the icon \"{name}\"");
                }
            }
            let loads = loads.load(Ordering::SeqCst);
            let (callers, loaded) = (names.len(), judge::times(loads));
            assert!(loads == 1, "{callers} callers, and the icons were loaded {loaded}, not once");
        });
}

#[test]
fn two_first_callers_see_the_same_icons() {
    judge::test!("two first callers see the same icons, loaded once").outcomes(|| {
        let loads = AtomicUsize::new(0);
        let load = move || {
            let number = loads.fetch_add(1, Ordering::SeqCst) + 1;
            map(&[("heart", &format!("♥ of load {number}"))])
        };
        let icons = ask(&Icons::new(load), &["heart", "heart"]);
        judge::words!("the callers see {:?} and {:?}", icons[0], icons[1])
    });
}

#[test]
fn no_caller_sees_half_loaded_icons() {
    judge::test!("no caller sees a half-loaded map, even if loading takes a while").property(
        vec(select(vec!["heart", "spade"]), 2..=3),
        |names| {
            let icons = Icons::new(|| {
                let mut icons = map(&[("heart", "♥")]);
                thread::sleep(Duration::from_millis(1));
                icons.extend(map(&[("spade", "♠")]));
                icons
            });
            for (name, icon) in names.iter().zip(ask(&icons, names)) {
                assert!(icon.is_some(), "{name} is not loaded yet");
            }
        },
    );
}

#[test]
fn two_sets_of_icons_load_separately() {
    judge::test!("two sets of icons are loaded separately").scenario(|| {
        let (french, french_loads) = counted(map(&[("heart", "♥")]));
        let (german, german_loads) = counted(map(&[("bell", "🔔")]));
        let (heart, bell) = thread::scope(|scope| {
            let heart = scope.spawn(|| french.icon("heart"));
            let bell = german.icon("bell");
            (heart.join().unwrap(), bell)
        });
        assert_eq!(
            (heart.as_deref(), bell.as_deref()),
            (Some("♥"), Some("🔔")),
            "each icon should come from its own set"
        );
        assert_eq!(
            (french.icon("bell"), german.icon("heart")),
            (None, None),
            "these names belong to the other set"
        );
        let loads = [french_loads, german_loads].map(|loads| loads.load(Ordering::SeqCst));
        assert_eq!(loads, [1, 1], "each set should be loaded once");
    });
}

#[test]
fn later_callers_find_loaded_icons() {
    judge::test!("later callers find the loaded icons, and do not load them again").scenario(
        || {
            let (icons, loads) = counted(map(&[("heart", "♥")]));
            icons.icon("heart");
            let icons = ask(&icons, &["heart", "joker", "heart"]);
            let heart = Some("♥".to_string());
            assert_eq!(icons, [heart.clone(), None, heart], "the icons are loaded");
            assert_eq!(loads.load(Ordering::SeqCst), 1, "they should be loaded once");
        },
    );
}

/// Calls `icon` and catches a panic.
fn outcome(icons: &Icons) -> Result<Option<String>, ()> {
    catch_unwind(AssertUnwindSafe(|| icons.icon("heart"))).map_err(drop)
}

#[test]
fn a_panic_while_loading_blocks_no_caller() {
    judge::test!(
        "if loading panics, no caller blocks forever, neither a waiting one nor a later one"
    )
    .property((1..=2_usize, 1..=2_usize), panic_while_loading);
}

#[test]
fn repeated_panics_while_loading_block_no_caller() {
    judge::test!("if loading panics several times, none of up to five callers blocks forever")
        .sampled(30)
        .property((1..=6_usize, 1..=5_usize), panic_while_loading);
}

/// Checks what these callers get if loading panics this many times.
fn panic_while_loading(&(panics, callers): &(usize, usize)) {
    judge::size("panics while loading", panics);
    judge::size("callers during panics", callers);
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
    assert!(answers.iter().any(Result::is_err), "the panic should reach a caller");
    answers.extend([outcome(&icons), outcome(&icons)]);
    // A later caller may load again or panic, but it may not find an empty map.
    assert!(!answers.contains(&Ok(None)), "the heart is missing: {answers:?}");
}

#[test]
fn four_threads_share_icons_on_real_threads() {
    judge::test!("on real threads, four threads find the icons that a fifth one loaded").native(
        || {
            let (shown, loads) = with_timeout(|| {
                let (icons, loads) = counted(map(&[("heart", "♥"), ("spade", "♠")]));
                icons.icon("heart");
                (ask(&icons, &["heart", "spade", "heart", "spade"]), loads.load(Ordering::SeqCst))
            });
            let expected = ["♥", "♠", "♥", "♠"].map(|icon| Some(icon.to_string()));
            assert_eq!(
                (&shown[..], loads),
                (&expected[..], 1),
                "the icons, and how often they were loaded"
            );
        },
    );
}

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(icons: &Icons) -> Option<String> {
    icons.icon("")
}
