//! The smallest stack of a thread on which a function works. Too small a stack ends the process, so each
//! size is tried in a process of its own.
use std::hint::black_box;
use std::process::{Command, ExitCode, Stdio};
use std::thread;

/// The argument of the child process, before the size in bytes and the depth of the calls.
pub(crate) const CHILD: &str = "--try-stack";

/// Bytes of each frame of the recursion.
const FRAME: usize = 1024;

/// The smallest size, in steps of 4 KiB, that is enough for calls of this depth.
pub(crate) fn smallest(depth: u32) -> Result<usize, String> {
    const PAGE: usize = 4096;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    for pages in 1..1024 {
        let argument = format!("{}:{depth}", pages * PAGE);
        let mut child = Command::new(&program);
        child.args([CHILD, &argument]).stdout(Stdio::null()).stderr(Stdio::null());
        if child.status().is_ok_and(|status| status.success()) {
            return Ok(pages * PAGE);
        }
    }
    Err("no stack is large enough".to_owned())
}

/// The child process.
pub(crate) fn run(argument: &str) -> ExitCode {
    let numbers = argument
        .split_once(':')
        .and_then(|(size, depth)| Some((size.parse().ok()?, depth.parse().ok()?)));
    let Some((size, depth)) = numbers else { return ExitCode::from(2) };
    let spawned = thread::Builder::new().stack_size(size).spawn(move || recurse(depth));
    let is_right = spawned.is_ok_and(|thread| thread.join().is_ok_and(|result| result == depth));
    ExitCode::from(u8::from(!is_right))
}

fn recurse(depth: u32) -> u32 {
    let frame = black_box([1_u8; FRAME]);
    match depth {
        0 => 0,
        _ => u32::from(frame[depth as usize % FRAME]) + recurse(depth - 1),
    }
}
