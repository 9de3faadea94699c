//! Measures the time from a save to its verdict on the screen, in a pseudo-terminal:
//!
//! ```text
//! cargo run -p watch --example latency [NAME…]
//! ```
//!
//! Each edit adds a comment line above the code, so that every line of the file moves. The clock stops
//! when the whole report is shown. The edits happen in a copy of the course.
#[cfg(unix)]
#[path = "../tests/common/mod.rs"]
mod common;

#[cfg(unix)]
fn main() {
    unix::main();
}

#[cfg(not(unix))]
fn main() {
    eprintln!("this measurement needs a pseudo-terminal, and so a Unix system");
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

    const EDITS: usize = 10;

    /// `watch` in a pseudo-terminal.
    struct Screen {
        process: PtyProcess,
        terminal: File,
        shown: String,
    }

    impl Screen {
        fn new(root: &Path, target: &Path, name: &str) -> Self {
            let mut watch = Command::new(env!("CARGO"));
            watch.args(["course", "watch", name]).current_dir(root);
            watch.env("CARGO_TARGET_DIR", target).env("NO_COLOR", "1").env_remove("MAKELEVEL");
            let process = PtyProcess::new(watch).unwrap();
            let terminal = process.get_file_handle().unwrap();
            Self { process, terminal, shown: String::new() }
        }

        /// Reads until `text` is shown, and discards everything up to its end.
        fn shows(&mut self, text: &str) {
            let mut buffer = [0; 4096];
            loop {
                if let Some(at) = self.shown.find(text) {
                    self.shown.drain(..at + text.len());
                    return;
                }
                let count = self.terminal.read(&mut buffer).unwrap_or(0);
                assert!(count > 0, "no `{text}` appears: {}", self.shown);
                self.shown += &String::from_utf8_lossy(&buffer[..count]);
            }
        }
    }

    impl Drop for Screen {
        fn drop(&mut self) {
            let _ = self.terminal.write_all(b"q");
            let _ = self.process.wait();
        }
    }

    /// Returns the median time to a verdict on the starter or the solution.
    fn median(root: &Path, target: &Path, name: &str, source: Source) -> f64 {
        let shown = Source::Exercise.shown(name);
        let file = root.join(&shown);
        let text = fs::read_to_string(root.join(source.shown(name))).unwrap();
        let (verdict, end) = match source {
            Source::Exercise => (format!("of {shown} fail"), "q quit"),
            // The next exercise is tested after that, which is another verdict.
            Source::Answer => (format!("{shown} passes"), ""),
        };
        fs::write(&file, &text).unwrap();
        let mut screen = Screen::new(root, target, name);
        screen.shows("q quit");
        let mut edit = |number| {
            let start = Instant::now();
            fs::write(&file, format!("{}{text}", "// an edit\n".repeat(number))).unwrap();
            screen.shows(&verdict);
            screen.shows(end);
            let elapsed = start.elapsed();
            if source == Source::Answer {
                screen.shows("q quit");
            }
            elapsed
        };
        let mut times: Vec<Duration> = (1..=EDITS).map(&mut edit).collect();
        times.sort();
        drop(screen);
        fs::write(&file, text).unwrap();
        times[EDITS / 2].as_secs_f64()
    }

    pub(crate) fn main() {
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let workspace = Workspace { target: original.join("target"), root: original };
        let catalog = Catalog::load(&workspace).unwrap();
        let only: Vec<String> = std::env::args().skip(1).collect();
        let folder: PathBuf = workspace.cache_path("latency");
        let (root, target) = (folder.join("a course"), folder.join("target"));
        super::common::copy(&workspace.root, &root);
        for name in catalog.names() {
            let starter = root.join(format!("course/{name}/starter.rs"));
            fs::copy(starter, root.join(Source::Exercise.shown(name))).unwrap();
        }
        println!(
            "medians of {EDITS} edits, in seconds\n{:14} {:>9} {:>9}",
            "", "starter", "solution"
        );
        for name in catalog.names() {
            if only.is_empty() || only.iter().any(|wanted| wanted == name) {
                let median = |source| median(&root, &target, name, source);
                println!(
                    "{name:14} {:9.2} {:9.2}",
                    median(Source::Exercise),
                    median(Source::Answer)
                );
            }
        }
    }
}
