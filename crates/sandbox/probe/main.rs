//! Does what its arguments say, for the tests of the sandbox: each action is one that a submission might try.
use std::fs;
use std::hint::black_box;
use std::io::{Write, stderr, stdout};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, abort};
use std::thread;
use std::time::Duration;

use sandbox::{Access, Job, Limits, Options, Sandbox};

fn main() {
    sandbox::supervise_if_asked();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        #[cfg(unix)]
        ["answer"] => answer(),
        ["read", path] => print_result(fs::read(path)),
        ["list", path] => {
            print_result(fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>))
        }
        ["write", path] => print_result(fs::write(path, "written")),
        ["remove", path] => print_result(fs::remove_file(path)),
        ["spawn", program, rest @ ..] => print_result(Command::new(program).args(rest).status()),
        ["connect", address] => print_result(TcpStream::connect(address)),
        #[cfg(unix)]
        ["descriptors"] => descriptors(),
        ["environment"] => print!("{:?}", std::env::vars().collect::<Vec<_>>()),
        ["threads"] => println!("{}", thread::spawn(|| "allowed").join().unwrap_or("a panic")),
        ["threads", count] => wait_in_threads(count.parse().unwrap_or_default()),
        ["fill", files] => fill(files.parse().unwrap_or_default()),
        ["fill-with-empty", files] => fill_with_empty(files.parse().unwrap_or_default()),
        ["abort"] => abort(),
        ["sleep"] => thread::sleep(Duration::from_secs(1000)),
        ["allocate", bytes] => allocate(bytes.parse().unwrap_or_default()),
        ["print", bytes] => print_bytes(bytes.parse().unwrap_or_default()),
        ["supervisor"] => {
            let own = std::env::current_exe().expect("a path");
            print_result(Sandbox::start_exactly(&own, Options::ALL));
        }
        ["grade", marker, options] => grade(marker, options),
        other => panic!("unknown action: {other:?}"),
    }
}

fn print_result<T>(result: std::io::Result<T>) {
    println!("{}", if result.is_ok() { "allowed" } else { "denied" });
}

/// Writes to the other end of standard input, as a test does.
#[cfg(unix)]
fn answer() {
    use std::fs::File;
    use std::io::{Read, stdin};
    use std::os::fd::AsFd;
    let mut socket = File::from(stdin().as_fd().try_clone_to_owned().expect("a descriptor"));
    let mut input = String::new();
    socket.read_to_string(&mut input).expect("an input");
    socket.write_all(format!("the answer to {input}").as_bytes()).expect("a socket");
}

/// Which descriptors are open besides the standard streams: only those can be closed.
#[cfg(unix)]
fn descriptors() {
    let open: Vec<i32> = (3..512).filter(|fd| nix::unistd::close(*fd).is_ok()).collect();
    println!("{open:?}");
}

fn allocate(bytes: usize) {
    let mut all = Vec::new();
    for _ in 0..bytes >> 20 {
        all.push(black_box(vec![1_u8; 1 << 20]));
        thread::sleep(Duration::from_micros(500));
    }
    println!("{}", all.len());
}

fn wait_in_threads(count: usize) {
    for _ in 0..count {
        thread::spawn(|| thread::sleep(Duration::from_secs(1000)));
    }
    thread::sleep(Duration::from_secs(1000));
}

/// Writes empty files.
fn fill_with_empty(files: usize) {
    for number in 0..files {
        fs::write(format!("{number}"), "").expect("a file");
        thread::sleep(Duration::from_micros(200));
    }
}

/// Writes files of half a megabyte.
fn fill(files: usize) {
    for number in 0..files {
        fs::write(format!("{number}"), vec![1; 1 << 19]).expect("a file");
        thread::sleep(Duration::from_millis(2));
    }
}

fn print_bytes(bytes: usize) {
    let line = vec![b'x'; bytes];
    let _ = stderr().write_all(&line);
    let _ = stdout().flush();
}

/// A grader that runs a job forever.
fn grade(marker: &str, options: &str) {
    let program = std::env::current_exe().expect("the path of this program");
    let options = if options == "all" { Options::ALL } else { Options::NONE };
    let mut sandbox = Sandbox::start(&program, options).expect("a supervisor");
    let folder = program.parent().unwrap_or(Path::new("/")).to_owned();
    let read = ["/usr", "/bin", "/lib", "/lib64"].map(Into::into);
    let read = read.into_iter().filter(|path: &std::path::PathBuf| path.exists()).collect();
    // The shell starts a process in a session of its own.
    let script = format!("setsid sleep {marker} & setsid sleep {marker} & sleep {marker}");
    let job = Job {
        program: "/bin/sh".into(),
        arguments: vec!["-c".into(), script.into()],
        environment: vec![("PATH".into(), "/usr/bin:/bin".into())],
        access: Access::Compiler { read, folder },
        input: String::new(),
        limits: Limits {
            time: Duration::from_secs(1000),
            wall: Duration::from_secs(1000),
            memory: 1 << 30,
            threads: 64,
            file: 1 << 20,
            disk: u64::MAX,
            output: 1 << 20,
        },
    };
    println!("{:?}", sandbox.run(&job));
}
