//! Each stable item of the modules that this crate replaces has std's signature here, is std's own, or is
//! absent for a reason. `std::cell` and `std::task` are std's own as a whole.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs, process};

/// The items of a Rust release. The first line names it.
const LIST: &str = include_str!("stable_items.txt");

const MODULES: [&str; 6] = ["sync", "sync/atomic", "sync/mpsc", "thread", "time", "hint"];

/// Lines that compile for both crates.
const SIGNATURES: &str = concat!(include_str!("signatures.rs"), include_str!("items.rs"));

/// How the signatures abbreviate a type.
const ALIASES: [(&str, &str); 11] = [
    ("sync::Mutex", "M"),
    ("sync::RwLock", "R"),
    ("sync::Condvar", "C"),
    ("sync::OnceLock", "O"),
    ("sync::LazyLock", "L"),
    ("sync::mpsc::Receiver", "Q"),
    ("thread::Builder", "B"),
    ("thread::JoinHandle", "J"),
    ("thread::Thread", "T"),
    ("thread::LocalKey", "K"),
    ("thread::LocalKey", "N"),
];

macro_rules! own {
    ($($module:ident :: $item:ident $(:: $rest:ident)* $(<$t:ty>)?),* $(,)?) => {
        /// Types that are std's own, with all their methods.
        const OWN: &[&str] =
            &[$(concat!(stringify!($module), "::", stringify!($item) $(, "::", stringify!($rest))*)),*];

        #[test]
        fn these_types_are_those_of_std() {
            $(_ = [None::<std::$module::$item $(::$rest)* $(<$t>)?>, None::<interleave::$module::$item $(::$rest)* $(<$t>)?>];)*
        }
    };
}

own! {
    sync::Arc<u8>,
    sync::Weak<u8>,
    sync::PoisonError<u8>,
    sync::TryLockError<u8>,
    sync::LockResult<u8>,
    sync::TryLockResult<u8>,
    sync::atomic::Ordering,
    sync::mpsc::RecvError,
    sync::mpsc::RecvTimeoutError,
    sync::mpsc::SendError<u8>,
    sync::mpsc::TryRecvError,
    sync::mpsc::TrySendError<u8>,
    thread::AccessError,
    thread::Result<u8>,
    time::Duration,
    time::TryFromFloatSecsError,
}

/// What is absent, and why: a path, or a method of every type.
const ABSENT: [(&str, &str); 9] = [
    ("sync::atomic::AtomicPtr", "reading through it requires `unsafe`"),
    ("as_ptr", "access through it takes `unsafe`"),
    ("from_ptr", "it is `unsafe`"),
    ("spawn_unchecked", "it is `unsafe`"),
    ("time::SystemTime", "no verdict may depend on the date"),
    ("time::SystemTimeError", "no verdict may depend on the date"),
    ("time::UNIX_EPOCH", "no verdict may depend on the date"),
    ("hint::assert_unchecked", "it is `unsafe`"),
    ("hint::unreachable_unchecked", "it is `unsafe`"),
];

/// Signatures that `signatures.rs` does not have.
macro_rules! more_signatures {
    ($std:ident) => {{
        use $std::{hint, thread};
        type K = thread::LocalKey<std::cell::RefCell<u8>>;
        type N = thread::LocalKey<std::cell::Cell<u8>>;
        let _: (fn(&'static K, u8), fn(&'static K) -> u8) = (K::set, K::take);
        let _: fn(&'static K, u8) -> u8 = K::replace;
        let _: fn(&'static N) -> u8 = N::get;
        let _: fn(&'static K, fn(&std::cell::RefCell<u8>) -> u8) -> u8 = K::with;
        let _: fn(&'static K, fn(&std::cell::RefCell<u8>)) -> Result<(), thread::AccessError> =
            K::try_with;
        let _: fn(&'static K, fn(&u8) -> u8) -> u8 = K::with_borrow;
        let _: fn(&'static K, fn(&mut u8) -> u8) -> u8 = K::with_borrow_mut;
        thread::scope(|scope| {
            let spawned = thread::Scope::spawn(scope, || 1);
            let _ = thread::ScopedJoinHandle::thread(&spawned).id();
            let _ = thread::ScopedJoinHandle::is_finished(&spawned);
            assert_eq!(thread::ScopedJoinHandle::join(spawned).unwrap(), 1);
            let named = thread::Builder::spawn_scoped(thread::Builder::new(), scope, || 2);
            assert_eq!(named.unwrap().join().unwrap(), 2);
        });
        let _: (fn(u8) -> u8, fn()) = (hint::black_box, hint::cold_path);
        let _: fn(bool, u8, u8) -> u8 = hint::select_unpredictable;
    }};
}

#[test]
fn the_other_signatures_are_those_of_std() {
    more_signatures!(std);
    more_signatures!(interleave);
}

#[test]
fn every_stable_item_is_modeled_or_std_s_own_or_absent_for_a_reason() {
    let left_out: Vec<_> = items().filter(|item| !is_accounted_for(item)).collect();
    assert!(left_out.is_empty(), "{left_out:#?}");
    for (path, reason) in ABSENT {
        let is_used = items().any(|item| is_or_belongs_to(item, path) || item.ends_with(path));
        assert!(is_used, "no stable item is called {path} ({reason})");
    }
}

fn items() -> impl Iterator<Item = &'static str> {
    LIST.lines().skip(1)
}

fn is_accounted_for(item: &str) -> bool {
    let is_own = OWN.iter().any(|own| is_or_belongs_to(item, own));
    let is_absent = ABSENT
        .iter()
        .any(|(path, _)| is_or_belongs_to(item, path) || item.rsplit("::").next() == Some(path));
    is_own || is_absent || has_signature(item)
}

fn is_or_belongs_to(item: &str, path: &str) -> bool {
    item.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Whether the signatures mention the item, by its type or the abbreviation.
fn has_signature(item: &str) -> bool {
    let (owner, name) = item.rsplit_once("::").expect("an item has a module");
    let (_, short) = owner.rsplit_once("::").unwrap_or(("", owner));
    if !short.starts_with(char::is_uppercase) {
        return mentions(name);
    }
    let aliases = ALIASES.iter().filter(|(path, _)| *path == owner).map(|(_, alias)| *alias);
    let mut types = aliases.chain([short]).chain(short.starts_with("Atomic").then_some("A"));
    types.any(|of| mentions(&format!("{of}::{name}")))
}

/// Whether the signatures have this text as a word.
fn mentions(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    SIGNATURES.match_indices(text).any(|(at, _)| {
        !SIGNATURES[..at].ends_with(is_part) && !SIGNATURES[at + text.len()..].starts_with(is_part)
    })
}

/// The documentation is not installed everywhere; where it is, for the release of the list, the list is
/// generated again.
#[test]
fn the_list_is_that_of_the_documentation() {
    let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
    let print = |what| {
        let output = process::Command::new(&rustc).args(what).output().expect("rustc runs");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let release =
        LIST.lines().next().unwrap().split(' ').find(|word| word.starts_with("1.")).unwrap();
    let release = release.trim_end_matches(',');
    let sysroot = print(["--print", "sysroot"].as_slice());
    let html = Path::new(&sysroot).join("share/doc/rust/html/std");
    if !html.exists() || !print(["--version"].as_slice()).contains(release) {
        return;
    }
    let documented: BTreeSet<String> =
        MODULES.iter().flat_map(|module| documented(&html, module)).collect();
    let listed: BTreeSet<String> = items().map(str::to_owned).collect();
    let difference: Vec<_> = documented.symmetric_difference(&listed).collect();
    assert!(difference.is_empty(), "{difference:#?}");
}

fn documented(html: &Path, module: &str) -> Vec<String> {
    let mut items = Vec::new();
    let is_stable =
        |text: &str| !text.contains("stab unstable") && !text.contains("stab deprecated");
    for file in fs::read_dir(html.join(module)).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let [kind, name, "html"] = name.split('.').collect::<Vec<_>>()[..] else { continue };
        if !["struct", "enum", "fn", "constant", "type", "trait"].contains(&kind) {
            continue;
        }
        let page = fs::read_to_string(&path).unwrap();
        let head = page.split("class=\"docblock\"").next().unwrap();
        if !is_stable(head.split("<details class=\"toggle method").next().unwrap()) {
            continue;
        }
        let item = format!("{}::{name}", module.replace('/', "::"));
        for method in page.split("<section id=\"method.").skip(1) {
            let signature = method.split("</summary>").next().unwrap();
            let (id, rest) = method.split_once('"').unwrap();
            // The second method of a name is numbered.
            let method = id.split('-').next().unwrap();
            // A method of a trait has no `pub`.
            let is_public = signature
                .split("code-header")
                .nth(1)
                .is_some_and(|text| text.split("<a href=").next().unwrap().contains("pub "));
            if rest.starts_with(" class=\"method\">") && is_public && is_stable(signature) {
                items.push(format!("{item}::{method}"));
            }
        }
        items.push(item);
    }
    items
}
