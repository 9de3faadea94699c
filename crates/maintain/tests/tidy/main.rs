//! The shape of every crate in the workspace: no circular modules, short files, a header on each.

mod imports;
mod unsafe_code;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use imports::Imports;
use unsafe_code::has_unsafe_code;
use walkdir::WalkDir;

/// The files with unsafe code in `crates/interleave/src`. The only other file is [`FORK`].
const UNSAFE: [&str; 15] = [
    "context.rs",
    "coroutine.rs",
    "cpu_time.rs",
    "heap.rs",
    "last_operation.rs",
    "panic_count.rs",
    "session/mod.rs",
    "stack_overflow.rs",
    "sync/data_text.rs",
    "sync/lazy_lock.rs",
    "sync/resettable.rs",
    "sync/slot.rs",
    "sync/type_id.rs",
    "thread/scope.rs",
    "thread/spawn.rs",
];

/// The supervisor of a sandbox forks, which std cannot do.
const FORK: &str = "crates/sandbox/src/fork.rs";

/// The maximum number of lines of a file.
const MAX_LINES: usize = 400;

static WORKSPACE: LazyLock<PathBuf> =
    LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap());

/// The crate roots: each library and each program.
fn roots() -> Vec<PathBuf> {
    let is_root = |file: &&PathBuf| {
        let parent = file.parent().unwrap();
        let name = file.file_name().unwrap();
        (parent.ends_with("src") && (name == "lib.rs" || name == "main.rs"))
            || parent.ends_with("src/bin")
    };
    sources().iter().filter(is_root).cloned().collect()
}

/// Folders of Rust files that tests use as input.
const FIXTURES: &[&str] = &["crates/maintain/samples", "crates/course/tests/workspace"];

/// The Rust files of all crates, tests and benchmarks included.
fn sources() -> Vec<PathBuf> {
    let is_fixture = |path: &Path| FIXTURES.iter().any(|folder| relative(path).starts_with(folder));
    let is_source = |path: &Path| {
        path.extension().is_some_and(|extension| extension == "rs") && !is_fixture(path)
    };
    let files = WalkDir::new(WORKSPACE.join("crates")).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|path| is_source(path)).collect()
}

fn relative(file: &Path) -> String {
    file.strip_prefix(&*WORKSPACE).unwrap().to_string_lossy().replace('\\', "/")
}

#[test]
fn no_crate_has_circular_modules() {
    let mut circular = Vec::new();
    for root in roots() {
        if let Some(cycle) = Imports::of(&root).cycle() {
            circular.push(format!("{}: {} → {}", relative(&root), cycle.join(" → "), cycle[0]));
        }
    }
    assert_eq!(circular, [""; 0], "circular modules");
}

#[test]
fn every_file_is_short_and_starts_with_a_header() {
    let (mut bare, mut long) = (Vec::new(), Vec::new());
    for file in sources() {
        let (name, text) = (relative(&file), fs::read_to_string(&file).unwrap());
        if !text.starts_with("//! ") && !text.starts_with("#![doc = ") {
            bare.push(name.clone());
        }
        if text.lines().count() > MAX_LINES {
            long.push(name);
        }
    }
    assert_eq!(bare, [""; 0], "files that do not start with a `//!` line");
    assert_eq!(long, [""; 0], "files of more than {MAX_LINES} lines");
}

/// A file that no other file declares or includes is never compiled.
#[test]
fn every_file_is_compiled() {
    let (sources, mut compiled) = (sources(), BTreeSet::new());
    for file in &sources {
        let text = fs::read_to_string(file).unwrap();
        let folders = [file.parent().unwrap().to_owned(), file.with_extension("")];
        for line in text.lines().filter_map(|line| line.trim_end().strip_suffix(';')) {
            if let Some((_, module)) = line.rsplit_once("mod ") {
                compiled.extend(folders.iter().map(|folder| folder.join(module)));
            }
        }
        let included = text.split(".rs\"").filter_map(|path| path.rsplit(['"', '/']).next());
        let other = included.filter(|name| file.file_stem().is_none_or(|own| own != *name));
        compiled.extend(other.map(PathBuf::from));
    }
    let is_compiled = |file: &&PathBuf| {
        let module = if file.ends_with("mod.rs") { file.parent().unwrap() } else { file.as_path() };
        let (folder, name) = (module.parent().unwrap(), module.file_stem().unwrap());
        let targets = ["bin", "tests", "benches", "examples"];
        targets.iter().any(|target| folder.ends_with(target))
            || ["lib", "main", "build"].iter().any(|root| name == *root)
            || [folder.join(name), name.into()].iter().any(|module| compiled.contains(module))
    };
    let forgotten: Vec<_> = sources.iter().filter(|file| !is_compiled(file)).collect();
    assert!(forgotten.is_empty(), "no file declares or includes these: {forgotten:?}");
}

#[test]
fn unsafe_code_stays_in_the_listed_files() {
    let is_unsafe = |file: &PathBuf| has_unsafe_code(file);
    let files: Vec<_> =
        sources().into_iter().filter(is_unsafe).map(|file| relative(&file)).collect();
    let engine = UNSAFE.map(|name| format!("crates/interleave/src/{name}"));
    let expected: Vec<_> = engine.into_iter().chain([FORK.to_owned()]).collect();
    assert_eq!(files, expected, "files with unsafe code, and those that are listed");
}

#[test]
fn the_tests_of_each_exercise_state_its_types() {
    let course = fs::read_to_string(WORKSPACE.join("course/catalog.toml")).unwrap();
    let tests = fs::read_dir(WORKSPACE.join("tests")).unwrap();
    let files = tests.map(|entry| entry.unwrap().path()).filter(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        path.is_file() && course.contains(&format!("\"{name}\""))
    });
    let states = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        text.lines().any(|line| line.starts_with("fn types(") || line.starts_with("fn types<"))
    };
    let (with, without): (Vec<PathBuf>, Vec<PathBuf>) = files.partition(states);
    assert!(with.len() >= 15, "{with:?}");
    assert!(without.is_empty(), "files without `fn types`: {without:?}");
}

/// Whether a crate of these files has circular modules.
fn is_circular(test: &str, files: &[(&str, &str)]) -> bool {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    Imports::of(&folder.join("lib.rs")).cycle().is_some()
}

#[test]
fn cycles_between_siblings_and_with_a_parent_are_found() {
    let siblings = "mod a; mod b; pub use a::A;";
    let one_way = [
        ("lib.rs", siblings),
        ("a.rs", "use super::b::B; pub struct A(B);"),
        ("b.rs", "pub struct B;"),
    ];
    assert!(!is_circular("one_way", &one_way));
    let both_ways = [one_way[0], one_way[1], ("b.rs", "pub struct B(crate::a::A);")];
    assert!(is_circular("both_ways", &both_ways));
    let parent =
        [("lib.rs", "mod a; use a::A; struct B;"), ("a.rs", "use super::B; pub struct A(B);")];
    assert!(is_circular("parent", &parent));
    let child = [("lib.rs", "mod a; struct B;"), parent[1]];
    assert!(!is_circular("child", &child));
}
