//! From a save to its verdict on the screen, for every exercise, in a pseudo-terminal:
//!
//! ```text
//! cargo run -p watch --example latency [NAME…]
//! ```
//!
//! A comment grows above the starter, and above the answer, so that every line of the file moves; the
//! clock runs until the whole report is there. It works on a copy of the course.
#[cfg(unix)]
#[path = "../tests/common/mod.rs"]
mod common;

#[cfg(unix)]
fn main() {
    unix::main();
}

#[cfg(not(unix))]
fn main() {
    eprintln!("there are no pseudo-terminals here");
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, File};
    use std::io::{Read, Write};
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::time::{Duration, Instant};

    use course::{Catalog, Source, Workspace};
    use rexpect::process::PtyProcess;

    /// Of so many edits the median is taken.
    const EDITS: usize = 10;

    /// `watch` on a terminal of its own.
    struct Screen {
        process: PtyProcess,
        terminal: File,
        shown: String,
    }

    impl Screen {
        fn new(clone: &Path, target: &Path, name: &str) -> Self {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let mut watch = Command::new(cargo);
            watch.args(["course", "watch", name]).current_dir(clone);
            watch.env("CARGO_TARGET_DIR", target).env("NO_COLOR", "1").env_remove("MAKELEVEL");
            let process = PtyProcess::new(watch).expect("a terminal");
            let terminal = process.get_file_handle().expect("a terminal");
            Self { process, terminal, shown: String::new() }
        }

        /// Reads until this is shown, and forgets all that came before its end.
        fn shows(&mut self, text: &str) {
            let mut part = [0; 4096];
            loop {
                if let Some(at) = self.shown.find(text) {
                    self.shown.drain(..at + text.len());
                    return;
                }
                let count = self.terminal.read(&mut part).unwrap_or(0);
                assert!(count > 0, "`{text}` does not come: {}", self.shown);
                self.shown += &String::from_utf8_lossy(&part[..count]);
            }
        }
    }

    impl Drop for Screen {
        fn drop(&mut self) {
            let _ = self.terminal.write_all(b"q");
            let _ = self.process.wait();
        }
    }

    /// How long each verdict takes, the shortest first.
    fn verdicts(clone: &Path, target: &Path, name: &str, tree: Source) -> Vec<Duration> {
        let file = clone.join(Source::Exercise.shown(name));
        let text = fs::read_to_string(clone.join(tree.shown(name))).expect("an exercise");
        // Above the table, or in place of it.
        let verdict = match tree {
            Source::Exercise => format!("of {} fail", Source::Exercise.shown(name)),
            Source::Solution => format!("{} passes", Source::Exercise.shown(name)),
        };
        let waits = "q quit";
        fs::write(&file, &text).expect("saved");
        let mut screen = Screen::new(clone, target, name);
        screen.shows(waits);
        let mut edit = |number| {
            let began = Instant::now();
            fs::write(&file, format!("{}{text}", "// an edit\n".repeat(number))).expect("saved");
            screen.shows(&verdict);
            // An answer leads to the next exercise, which is another verdict.
            if tree == Source::Exercise {
                screen.shows(waits);
            }
            let took = began.elapsed();
            if tree == Source::Solution {
                screen.shows(waits);
            }
            took
        };
        let mut took: Vec<Duration> = (1..=EDITS).map(&mut edit).collect();
        took.sort();
        drop(screen);
        fs::write(&file, text).expect("saved");
        took
    }

    pub(crate) fn main() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let workspace = Workspace { target: root.join("target"), root };
        let catalog = Catalog::load(&workspace).expect("the catalog");
        let wanted: Vec<String> = std::env::args().skip(1).collect();
        let folder: PathBuf = workspace.notes("latency");
        let (clone, target) = (folder.join("a course"), folder.join("target"));
        super::common::copy(&workspace.root, &clone);
        for name in catalog.names() {
            let starter = course::starter(&workspace, name).expect("a starter");
            fs::write(clone.join(Source::Exercise.shown(name)), starter).expect("a file");
        }
        println!(
            "{:14} {:>9} {:>9}   (medians of {EDITS} edits, seconds)",
            "", "starter", "answer"
        );
        for name in
            catalog.names().filter(|name| wanted.is_empty() || wanted.iter().any(|w| w == name))
        {
            let median = |tree| verdicts(&clone, &target, name, tree)[EDITS / 2].as_secs_f64();
            let (starter, answer) = (median(Source::Exercise), median(Source::Solution));
            println!("{name:14} {starter:9.2} {answer:9.2}");
        }
    }
}
