//! How often the wrong programs of the book fail on real threads, compiled by rustc with the real std.
use std::fmt::Write;
use std::fs;

use crate::files;
use crate::table::{Report, Table};

/// How often each program runs.
const RUNS: u32 = 1_000;

/// Programs that are correct, and files that are not programs.
fn is_wrong(name: &str) -> bool {
    const OTHERS: [&str; 6] = ["actor", "chapters", "graphs", "lib", "scenarios", "two_models"];
    !name.ends_with("_repaired") && !OTHERS.contains(&name)
}

/// Runs a program in threads of their own. A run that takes a second hangs; after three, it is given up.
const HARNESS: &str = r#"
fn main() {
    std::panic::set_hook(Box::new(|_| ()));
    let name = std::env::args().nth(1).unwrap();
    let (_, program) = PROGRAMS.iter().find(|(known, _)| *known == name).unwrap();
    let (mut runs, mut failed, mut hung) = (0, 0, 0);
    while runs < RUNS && hung < 3 {
        let (done, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || done.send(std::panic::catch_unwind(program).is_ok()));
        runs += 1;
        match ended.recv_timeout(std::time::Duration::from_secs(1)) {
            Ok(is_right) => failed += u32::from(!is_right),
            Err(_) => hung += 1,
        }
    }
    println!("{runs} {failed} {hung}");
}
"#;

pub(crate) fn measure() -> Result<Report, String> {
    let folder = files::root().join("book/programs");
    let entries = fs::read_dir(&folder).map_err(|error| error.to_string())?;
    let names = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        name.strip_suffix(".rs").map(str::to_owned)
    });
    let mut names: Vec<String> = names.filter(|name| is_wrong(name)).collect();
    names.sort();
    let mut source = format!("const RUNS: u32 = {RUNS};\n");
    for name in &names {
        let file = folder.join(format!("{name}.rs"));
        let _ = writeln!(source, "#[path = {file:?}] mod {name};");
    }
    let pairs: String = names.iter().map(|name| format!("(\"{name}\", {name}::main),")).collect();
    let _ = writeln!(source, "const PROGRAMS: &[(&str, fn())] = &[{pairs}];{HARNESS}");
    files::write("target/figures/real_threads.rs", &source)?;
    let mut rustc = files::command("rustc");
    rustc.args(["--edition", "2024", "-O", "target/figures/real_threads.rs"]);
    files::output(rustc.args(["--out-dir", "target/figures"]))?;
    let program = files::root().join("target/figures/real_threads");
    let mut rows = Vec::new();
    for name in names {
        let printed = files::output(files::command(&program).arg(&name))?;
        let mut row = vec![format!("`{name}.rs`")];
        row.extend(printed.split_whitespace().map(str::to_owned));
        rows.push(row);
    }
    let header = ["program", "runs", "fail", "hang"].map(str::to_owned).to_vec();
    let title = "Runs on real threads, compiled with `rustc -O`; a program that hangs three times is \
                 given up:";
    Ok(Report { plots: Vec::new(), tables: vec![Table { title: title.to_owned(), header, rows }] })
}
