//! What the code under test prints is silent under exploration, and compiles as with std.

use std::env;
use std::process::Command;

use interleave::Explorer;
use interleave::io::{self, Write};
use interleave::sync::Mutex;
use interleave::{dbg, eprint, eprintln, hint, print, println, thread};

/// Set in the process that a test starts.
const INSIDE: &str = "INTERLEAVE_TEST_INSIDE";

#[test]
fn everything_that_prints_is_silent() {
    const NAME: &str = "silent_output::everything_that_prints_is_silent";
    if env::var_os(INSIDE).is_none() {
        let mut program = Command::new(env::current_exe().unwrap());
        program.args([NAME, "--exact", "--nocapture", "--quiet"]).env(INSIDE, "1");
        let output = program.output().unwrap();
        let written = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        let written = written.concat();
        let says = |text: &str| written.contains(text);
        assert!(says("1 passed") && output.status.success());
        assert!(!says("spoken") && !says(file!()), "{written}");
        // libtest writes a few lines; `println!()` in each of six executions would be many more.
        assert!(written.lines().count() < 12, "{written}");
        return;
    }
    let body = || {
        let sold = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    *sold.lock().unwrap() += 1;
                    print_everything();
                });
            }
        });
    };
    assert_eq!(interleave::check(body).executions, 6);
}

fn print_everything() {
    println!();
    eprintln!();
    println!("spoken");
    print!("spoken {}", 1);
    eprint!("spoken");
    dbg!();
    let pair = (dbg!(1 + 1), dbg!("spoken", 3,));
    assert_eq!(pair, (2, ("spoken", 3)));
    writeln!(io::stdout(), "spoken").unwrap();
    writeln!(io::stderr(), "spoken").unwrap();
    let mut lock = io::stdout().lock();
    writeln!(lock, "spoken").unwrap();
    lock.flush().unwrap();
    writeln!(&io::stderr(), "spoken").unwrap();
    io::stdout().flush().unwrap();
    let _ = (io::stdout().is_terminal(), io::stderr().lock());
}

#[test]
fn hints_of_std_exist() {
    if hint::black_box(false) {
        hint::cold_path();
    }
    assert_eq!(hint::select_unpredictable(true, 1, 2), 1);
}

#[test]
fn a_report_shows_what_its_execution_prints() {
    let lost_update = || {
        let age = Mutex::new(40);
        let birthday = || {
            let before = *age.lock().unwrap();
            println!("{} is {before}", "Bugs");
            print!("in a ");
            write!(io::stdout(), "year: {}", before + 1).unwrap();
            eprintln!();
            *age.lock().unwrap() = dbg!(before + 1);
        };
        thread::scope(|scope| {
            scope.spawn(birthday);
            scope.spawn(birthday);
        });
        assert_eq!(*age.lock().unwrap(), 42);
    };
    let failure = Explorer::new().check(lost_update).expect_err("a birthday is lost");
    insta::assert_snapshot!(failure.execution);
}
