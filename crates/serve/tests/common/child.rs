//! A server as a process of its own: one of the real programs.
use std::io::{BufRead as _, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};

use super::{BOUND, until};

/// A running program; killed when dropped.
pub struct Running {
    pub address: SocketAddr,
    /// What it writes to stdout after its first line, line by line.
    pub out: Receiver<String>,
    /// What it writes to stderr, line by line.
    pub log: Receiver<String>,
    child: Child,
}

impl Running {
    /// Starts `program` on a free port and reads the address from its first line.
    pub fn start(program: &str) -> Running {
        let mut child = spawn(program, &["--port", "0"]);
        let out = lines(child.stdout.take().unwrap());
        let log = lines(child.stderr.take().unwrap());
        let first = out.recv_timeout(BOUND).unwrap();
        let address = first.strip_prefix("listening on http://").expect(&first);
        Running { address: address.parse().unwrap(), out, log, child }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the program to end by itself.
    pub fn end(mut self) -> ExitStatus {
        until("the server ends", || self.child.try_wait().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a program that ends by itself; gives its status, stdout and stderr.
pub fn run(program: &str, args: &[&str]) -> (ExitStatus, String, String) {
    let mut child = spawn(program, args);
    let (out, err) = (lines(child.stdout.take().unwrap()), lines(child.stderr.take().unwrap()));
    let status = until("the program ends", || child.try_wait().unwrap());
    (status, whole(&out), whole(&err))
}

fn spawn(program: &str, args: &[&str]) -> Child {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        // Reads to the end whether or not anybody listens: a full pipe would stop the server.
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    lines
}

fn whole(lines: &Receiver<String>) -> String {
    let mut text = String::new();
    while let Ok(line) = lines.recv_timeout(BOUND) {
        text += &line;
        text += "\n";
    }
    text
}
