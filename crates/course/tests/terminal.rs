//! What is on the screen of a terminal of 80 × 24 characters after `make test`.
#![cfg(unix)]
use std::io::Read;
use std::path::Path;
use std::process::Command;

use rexpect::process::PtyProcess;
use vt100::Parser;

/// The screen after `course` with these arguments, and a prompt.
fn screen(rows: u16, arguments: &str, set: &[(&str, &str)]) -> Parser {
    let mut command = Command::new("sh");
    let course = env!("CARGO_BIN_EXE_course");
    let script = format!("stty rows {rows} cols 80; '{course}' {arguments}; printf '$ '");
    command.args(["-c", &script]).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."));
    command.env("TERM", "xterm").env("LC_ALL", "C.UTF-8").env("MAKELEVEL", "1");
    command.env_remove("NO_COLOR").envs(set.iter().copied());
    let process = PtyProcess::new(command).expect("a pseudo-terminal");
    let mut terminal = process.get_file_handle().expect("a file");
    let mut parser = Parser::new(rows, 80, 0);
    let mut buffer = [0; 4096];
    // On Linux the end is an error.
    while let Ok(count @ 1..) = terminal.read(&mut buffer) {
        parser.process(&buffer[..count]);
    }
    parser
}

fn lines(parser: &Parser) -> Vec<String> {
    parser.screen().contents().lines().map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn the_first_lines_of_a_report_stay_on_the_screen() {
    for exercise in ["cat", "bank", "philosophers", "publish"] {
        let screen = lines(&screen(24, &format!("test {exercise}"), &[]));
        let has = |start: &str| screen.iter().any(|line| line.starts_with(start));
        assert!(
            ["race: ", "deadlock: "].iter().any(|verdict| screen[0].starts_with(verdict)),
            "{screen:#?}"
        );
        assert!(has(&format!("    --> exercises/{exercise}.rs:")), "{screen:#?}");
        insta::assert_snapshot!(format!("{exercise}_at_80_by_24"), screen.join("\n"));
    }
}

#[test]
fn a_higher_terminal_shows_as_much_of_the_table_as_fits() {
    let low = lines(&screen(32, "test loon", &[]));
    let table = low.iter().position(|line| line.starts_with("  thread-1  ")).expect("a table");
    let end = low.iter().position(|line| line.ends_with("more lines: `make replay EX=loon`"));
    assert!(end.is_some_and(|end| end > table), "{low:#?}");
    assert!(low[0].starts_with("race: two birthdays from 40"), "{low:#?}");
    // Everything, with a list of the tests that fail.
    let high = lines(&screen(60, "test loon", &[]));
    assert!(high.iter().any(|line| line.contains("then main:  lock age, read 41")), "{high:#?}");
    assert!(high[0].ends_with("tests of exercises/loon.rs fail:"), "{high:#?}");
    let all = lines(&screen(60, "test loon --all", &[]));
    assert_eq!(all, high);
}

#[test]
fn the_last_failure_is_replayed() {
    screen(24, "test loon", &[]);
    let replayed = lines(&screen(60, "replay loon", &[]));
    assert!(
        replayed.iter().any(|line| line.contains("then main:  lock age, read 41")),
        "{replayed:#?}"
    );
    let repaired = lines(&screen(60, "replay --answer loon", &[]));
    assert!(repaired.concat().contains("can no longer go wrong this way"), "{repaired:#?}");
}

#[test]
fn colors_and_characters_change_nothing_else() {
    let colored = screen(24, "test loon", &[]);
    let text = lines(&colored);
    let row = text.iter().position(|line| line.contains("^^^ thread-1")).expect("a quoted line");
    let column = text[row].find("thread-1").expect("a thread");
    let color = |parser: &Parser| {
        let cell = parser.screen().cell(row as u16, column as u16).expect("a cell");
        cell.fgcolor()
    };
    assert_eq!(color(&colored), vt100::Color::Idx(6));
    let plain = screen(24, "test loon", &[("NO_COLOR", "1")]);
    assert_eq!((color(&plain), lines(&plain)), (vt100::Color::Default, text.clone()));
    let ascii = lines(&screen(24, "test loon", &[("LC_ALL", "C")]));
    assert!(ascii.concat().is_ascii(), "{ascii:#?}");
    assert_eq!(ascii.len(), text.len());
}
