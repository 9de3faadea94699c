//! The answer of exercise db behind `make serve`, beside the same server in Go, under the same load.
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, thread};

use serde_json::Value;

use crate::files;
use crate::table::{Report, Table, rate, time};

/// The load generator, which is installed into `target/tools`.
const OHA: &str = "1.16.0";

const TOOLS: &str = "target/tools";

/// How long each load lasts, and how often it is measured. The median of the throughput counts.
const SECONDS: u32 = 3;
const ROUNDS: usize = 3;

/// Connections that are open at the same time.
const CONNECTIONS: u32 = 32;

/// A running server.
struct Server {
    name: &'static str,
    port: u16,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(
        name: &'static str,
        port: u16,
        program: &Path,
        arguments: &[&str],
    ) -> Result<Self, String> {
        let mut command = Command::new(program);
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().map_err(|error| format!("{}: {error}", program.display()))?;
        let server = Self { name, port, child };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(server);
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("{name} does not listen on port {port}"))
    }

    /// Puts the server under load. `options` are those of oha.
    fn load(&self, oha: &Path, options: &[&str]) -> Result<Measured, String> {
        let mut command = files::command(oha);
        command.args(["--no-tui", "--output-format", "json", "-z", &format!("{SECONDS}s")]);
        command.args(["-c", &CONNECTIONS.to_string()]).args(options);
        command.arg(format!("http://127.0.0.1:{}/db/tea", self.port));
        let json: Value = serde_json::from_str(&files::output(&mut command)?)
            .map_err(|error| error.to_string())?;
        let number = |path: &str| {
            json.pointer(path)
                .and_then(Value::as_f64)
                .ok_or_else(|| format!("oha prints no {path}"))
        };
        if number("/summary/successRate")? < 1.0 {
            return Err(format!("{} failed requests", self.name));
        }
        Ok(Measured {
            per_second: number("/summary/requestsPerSec")?,
            p50: number("/latencyPercentiles/p50")?,
            p99: number("/latencyPercentiles/p99")?,
            p999: number("/latencyPercentiles/p99.9")?,
        })
    }
}

/// What one load measured, with latencies in seconds.
#[derive(Clone, Copy)]
struct Measured {
    per_second: f64,
    p50: f64,
    p99: f64,
    p999: f64,
}

/// Builds both servers.
fn build() -> Result<(PathBuf, PathBuf), String> {
    let mut cargo = files::command("cargo");
    cargo.args(["build", "--release", "--locked", "-p", "serve", "--bin", "serve-db"]);
    files::output(cargo.args(["--features", "serve/complete"]))?;
    let go_server = files::root().join(TOOLS).join("db-in-go");
    let mut go = Command::new("go");
    go.args(["build", "-o"]).arg(&go_server).arg("server.go");
    files::output(go.current_dir(files::root().join("book/go")))?;
    let target =
        env::var("CARGO_TARGET_DIR").map_or_else(|_| files::root().join("target"), PathBuf::from);
    Ok((target.join("release/serve-db"), go_server))
}

/// Installs the load generator if it is missing.
fn install() -> Result<PathBuf, String> {
    let oha = files::root().join(TOOLS).join("bin/oha");
    let version = files::output(Command::new(&oha).arg("--version")).unwrap_or_default();
    if version.trim() != format!("oha {OHA}") {
        let mut cargo = files::command("cargo");
        cargo.args(["install", "--locked", "--root", TOOLS, "oha", "--version", OHA]);
        files::output(&mut cargo)?;
    }
    Ok(oha)
}

pub(crate) fn measure() -> Result<Report, String> {
    let (rust, go) = build()?;
    let oha = install()?;
    let servers = [
        Server::start("Rust: `make serve EX=db`", 18473, &rust, &["--port", "18473"])?,
        Server::start("Go: `net/http`", 18474, &go, &["18474"])?,
    ];
    const PUT: [&str; 4] = ["-m", "PUT", "-d", "green"];
    for server in &servers {
        server.load(&oha, &PUT)?;
    }
    let get = median(&servers, &oha, &[])?;
    let put = median(&servers, &oha, &PUT)?;
    // A quarter of what the slower server can do, so that both can keep up.
    let slower = get.iter().map(|measured| measured.per_second).fold(f64::MAX, f64::min);
    let fixed = ((slower / 4.0 / 500.0).floor() * 500.0).max(500.0);
    let steady = median(&servers, &oha, &["-q", &fixed.to_string(), "--latency-correction"])?;
    let loads = [
        ("GET, as fast as possible".to_owned(), get),
        ("PUT, as fast as possible".to_owned(), put),
        (format!("GET, {} each second", rate(fixed)), steady),
    ];
    let row = |load: &str, server: &Server, measured: Measured| {
        let [p50, p99, p999] = [measured.p50, measured.p99, measured.p999].map(time);
        vec![load.to_owned(), server.name.to_owned(), rate(measured.per_second), p50, p99, p999]
    };
    let rows = loads.iter().flat_map(|(load, measured)| {
        servers.iter().zip(measured).map(|(server, measured)| row(load, server, *measured))
    });
    let header = ["load", "server", "requests per second", "p50", "p99", "p99.9"];
    let title = format!(
        "{CONNECTIONS} connections from `oha`, which runs on the same machine, {SECONDS} s each, median of \
         {ROUNDS}; p99 is the latency that 99% of the requests stay below:"
    );
    let table = Table { title, header: header.map(str::to_owned).to_vec(), rows: rows.collect() };
    Ok(Report { plots: Vec::new(), tables: vec![table] })
}

/// Measures the servers in turns. Returns the median for each.
fn median(servers: &[Server; 2], oha: &Path, options: &[&str]) -> Result<[Measured; 2], String> {
    let mut all: [Vec<Measured>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (server, measured) in servers.iter().zip(&mut all) {
            measured.push(server.load(oha, options)?);
        }
    }
    Ok(all.map(|mut measured| {
        measured.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
        measured[ROUNDS / 2]
    }))
}
