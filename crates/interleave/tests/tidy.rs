//! Modules import downwards only.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A layer's modules never use each other.
type Layers = &'static [&'static [&'static str]];

/// The modules of the crate `report`, from the ground up: each may use those in the rows before it.
const REPORT: Layers = &[
    &["exit_code", "thread_set"],
    &["op", "schedule"],
    &["op_result", "primitive"],
    &["trace"],
    &["failure"],
    &["operation", "source"],
    &["names"],
    &["analysis"],
    &["messages"],
    &["render"],
];

/// The same of the engine.
const ENGINE: Layers = &[
    &["pool", "cpu_time"],
    &["happens_before"],
    &["clock"],
    &["event"],
    &["objects"],
    &["search"],
    &["scheduler", "watchdog", "heap"],
    &["stack_overflow", "panic_count"],
    &["coroutine"],
    &["panics"],
    &["readiness"],
    &["runtime"],
    &["context"],
    &["object_handle", "history", "time"],
    &["thread"],
    &["sync", "forbidden", "print"],
    &["config"],
    &["execution"],
    &["classify"],
    &["session"],
    &["explorer"],
];

/// What stands above the facade and must know nothing of it.
const ABOVE_THE_FACADE: &[&str] = &["execution", "classify", "session", "explorer"];
const FACADE: &[&str] = &["sync", "thread", "time", "forbidden", "print", "history"];

#[test]
fn modules_import_downwards_only() {
    assert!(imports_downwards(REPORT, "../report/src") > 50);
    assert!(imports_downwards(ENGINE, "src") > 100);
}

/// How many imports were found.
fn imports_downwards(layers: Layers, folder: &str) -> usize {
    let layer: BTreeMap<&str, usize> = layers
        .iter()
        .enumerate()
        .flat_map(|(layer, modules)| modules.iter().map(move |module| (*module, layer)))
        .collect();
    let mut seen = 0;
    for (module, path) in sources(folder) {
        let Some(mine) = layer.get(module.as_str()) else {
            panic!("{} is in no layer of tests/tidy.rs", path.display());
        };
        for (line, used) in uses(&fs::read_to_string(&path).unwrap()) {
            let Some(theirs) = layer.get(used.as_str()) else { continue };
            seen += 1;
            let place = format!("{}:{line}: `{module}` uses `{used}`", path.display());
            assert!(theirs < mine || used == module, "{place}, which is not below it");
            assert!(
                !(ABOVE_THE_FACADE.contains(&module.as_str()) && FACADE.contains(&used.as_str())),
                "{place}, which is for the code under test"
            );
        }
    }
    seen
}

/// Every file with `unsafe` code.
const UNSAFE: &[&str] = &[
    "context.rs",
    "coroutine.rs",
    "cpu_time.rs",
    "heap.rs",
    "panic_count.rs",
    "session/mod.rs",
    "stack_overflow.rs",
    "sync/initial_value.rs",
    "sync/lazy_lock.rs",
    "sync/slot.rs",
    "sync/type_id.rs",
    "thread/scope.rs",
    "thread/spawn.rs",
];

#[test]
fn unsafe_code_is_in_these_files_and_in_all_of_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let is_unsafe = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let mut code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        code.any(|code| ["unsafe {", "unsafe fn", "unsafe impl"].iter().any(|it| code.contains(it)))
    };
    let mut files: Vec<_> = sources("src").into_iter().map(|(_, path)| path).collect();
    files.retain(|path| is_unsafe(path));
    let files: Vec<_> = files.iter().map(|path| path.strip_prefix(&root).unwrap()).collect();
    assert_eq!(files, UNSAFE.iter().map(Path::new).collect::<Vec<_>>());
}

#[test]
fn every_file_is_short_and_has_a_header() {
    for (_, path) in sources("src").into_iter().chain(sources("../report/src")) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} opens without a line on what it is", path.display());
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}

/// Each source file with the module that it belongs to.
fn sources(folder: &str) -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(&root).unwrap();
                let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
                let module = first.trim_end_matches(".rs").to_owned();
                if module != "lib" {
                    found.push((module, path));
                }
            }
        }
    }
    found.sort();
    found
}

/// The modules of this crate that a text names, with the line.
fn uses(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, text) in text.lines().enumerate() {
        let code = text.split("//").next().unwrap_or_default();
        for rest in code.split("crate::").skip(1) {
            let module: String =
                rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            found.push((line + 1, module));
        }
    }
    found
}
