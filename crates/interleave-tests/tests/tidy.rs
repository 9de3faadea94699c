//! The architecture of the engine and its reports: modules import downwards only.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rows of modules; those of one row never import each other.
type Layers = &'static [&'static [&'static str]];

/// The modules of the crate `report`: each may import only from the rows above it.
const REPORT: Layers = &[
    &["call_stack", "exit_code", "text", "thread_set"],
    &["alternative", "op", "schedule"],
    &["op_result", "primitive"],
    &["trace"],
    &["failure"],
    &["operation", "source"],
    &["names"],
    &["analysis"],
    &["messages"],
    &["render"],
];

/// The modules of the engine.
const ENGINE: Layers = &[
    &["pool", "cpu_time", "arc_queries", "hash", "last_operation", "locals", "allocations"],
    &["collections"],
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
    &["io"],
    &["config"],
    &["execution"],
    &["classify"],
    &["session"],
    &["explorer"],
];

/// Modules above the facade, which must not import it.
const ABOVE_THE_FACADE: &[&str] = &["execution", "classify", "session", "explorer"];
const FACADE: &[&str] = &["sync", "thread", "time", "forbidden", "print", "io", "history"];

#[test]
fn modules_import_downwards_only() {
    assert!(imports_downwards(REPORT, "report/src") > 50);
    assert!(imports_downwards(ENGINE, "interleave/src") > 100);
}

/// Returns the number of imports.
fn imports_downwards(layers: Layers, folder: &str) -> usize {
    let layer: BTreeMap<&str, usize> = layers
        .iter()
        .enumerate()
        .flat_map(|(layer, modules)| modules.iter().map(move |module| (*module, layer)))
        .collect();
    let mut seen = 0;
    for (module, path) in sources(folder) {
        let Some(mine) = layer.get(module.as_str()) else {
            panic!("{} is not in a layer of tests/tidy.rs", path.display());
        };
        for (line, used) in uses(&fs::read_to_string(&path).unwrap()) {
            let Some(theirs) = layer.get(used.as_str()) else { continue };
            seen += 1;
            let place = format!("{}:{line}: `{module}` uses `{used}`", path.display());
            assert!(theirs < mine || used == module, "{place}, which is not in a lower layer");
            assert!(
                !(ABOVE_THE_FACADE.contains(&module.as_str()) && FACADE.contains(&used.as_str())),
                "{place}, which is only for the code under test"
            );
        }
    }
    seen
}

/// Each source file with the module that it belongs to.
fn sources(folder: &str) -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
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

/// The modules of this crate that a text names, with their lines.
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
