//! What a job can do, with every layer and with layers missing.
#![cfg(target_os = "linux")]
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;
use sandbox::{Access, Ended, Exit, Job, Layer, Limits, Options, Sandbox};

const PROBE: &str = env!("CARGO_BIN_EXE_sandbox-probe");

const LIMITS: Limits = Limits {
    time: Duration::from_secs(20),
    wall: Duration::from_secs(200),
    memory: 256 << 20,
    threads: 64,
    file: 1 << 20,
    disk: 4 << 20,
    output: 8 << 20,
};

/// Everything that confines, and each smaller set that still does.
fn confining() -> Vec<Options> {
    let old = |landlock| Options { landlock, namespaces: false, ..Options::ALL };
    let without_landlock = Options { landlock: 0, ..Options::ALL };
    let mut all = vec![Options::ALL, without_landlock];
    all.extend((1..=7).map(old));
    all
}

/// What the dynamic loader reads for a program of this toolchain.
fn libraries() -> Vec<PathBuf> {
    let mut list = Command::new(PROBE);
    let list = list.env("LD_TRACE_LOADED_OBJECTS", "1").output().unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    list.split_whitespace().filter(|word| word.starts_with('/')).map(PathBuf::from).collect()
}

fn test_job(arguments: &[&str]) -> Job {
    Job {
        program: PROBE.into(),
        arguments: arguments.iter().map(Into::into).collect(),
        environment: Vec::new(),
        access: Access::Test { libraries: libraries() },
        input: "a question".to_owned(),
        limits: LIMITS,
    }
}

fn compiler_job(folder: &Path, arguments: &[&str]) -> Job {
    let read = ["/usr", "/bin", "/lib", "/lib64"].map(PathBuf::from);
    let read = read.into_iter().filter(|path| path.exists()).collect();
    let environment = vec![("PATH".to_owned(), "/usr/bin:/bin".into())];
    let access = Access::Compiler { read, folder: folder.to_owned() };
    Job { environment, access, ..test_job(arguments) }
}

fn sandbox(options: Options) -> Sandbox {
    let sandbox = Sandbox::start(Path::new(PROBE), options).unwrap();
    assert!(sandbox.is_confined(), "{options:?}: {:?}", sandbox.layers());
    sandbox
}

/// What each action of a job prints.
fn printed(sandbox: &mut Sandbox, job: impl Fn(&[&str]) -> Job, actions: &[&[&str]]) -> String {
    let mut text = String::new();
    for action in actions {
        let ended = sandbox.run(&job(action)).unwrap();
        assert_eq!(ended.exit, Exit::Code(0), "{action:?}: {ended:?}");
        text += &format!("{} {}\n", action[0], ended.stdout.trim());
    }
    text
}

#[test]
fn a_test_reaches_nothing_but_its_descriptors() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let outside = tempfile::NamedTempFile::new().unwrap();
    let outside = outside.path().to_str().unwrap();
    let forbidden: &[&[&str]] = &[
        &["read", outside],
        &["read", "/etc/passwd"],
        &["read", "/proc/self/environ"],
        &["read", "/proc/1/environ"],
        &["read", "/dev/zero"],
        &["write", outside],
        &["write", "/tmp/sandbox-probe"],
        &["write", "sandbox-probe"],
        &["remove", outside],
        &["list", "/"],
        &["list", "/proc"],
        &["connect", &address],
        &["spawn", "/bin/true"],
        &["spawn", PROBE, "threads"],
    ];
    for options in confining() {
        let mut sandbox = sandbox(options);
        let text = printed(&mut sandbox, test_job, forbidden);
        assert!(!text.contains("allowed"), "{options:?}:\n{text}");
        let text = printed(&mut sandbox, test_job, &[&["threads"], &["environment"]]);
        assert_eq!(text, "threads allowed\nenvironment []\n", "{options:?}");
        let ended = sandbox.run(&test_job(&["answer"])).unwrap();
        assert_eq!(ended.record, "the answer to a question", "{options:?}: {ended:?}");
        // More than the buffer of a socket.
        let input = "x".repeat(900_000);
        let ended = sandbox.run(&Job { input: input.clone(), ..test_job(&["answer"]) }).unwrap();
        assert_eq!(ended.record, format!("the answer to {input}"), "{options:?}");
        let ignored = sandbox.run(&Job { input, ..test_job(&["threads"]) }).unwrap();
        assert_eq!(ignored.exit, Exit::Code(0), "{options:?}");
    }
    assert!(Path::new(outside).exists());
}

#[test]
fn each_job_of_a_supervisor_reaches_only_its_own_files() {
    let folders = ["one", "two"].map(|name| (tempfile::tempdir().unwrap(), name));
    for (folder, name) in &folders {
        fs::write(folder.path().join(name), "").unwrap();
    }
    for options in confining() {
        let mut sandbox = sandbox(options);
        for (folder, name) in folders.iter().chain(&folders) {
            let job = |action: &[&str]| compiler_job(folder.path(), action);
            let text = printed(&mut sandbox, job, &[&["read", "one"], &["read", "two"]]);
            let allowed =
                ["one", "two"].map(|file| if file == *name { "allowed" } else { "denied" });
            assert_eq!(text, allowed.map(|is| format!("read {is}\n")).concat(), "{options:?}");
            let file = folder.path().join(name);
            let text = printed(&mut sandbox, test_job, &[&["read", file.to_str().unwrap()]]);
            assert_eq!(text, "read denied\n", "{options:?}");
        }
    }
}

#[test]
fn a_compiler_reads_what_it_needs_and_writes_its_own_folder() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let other = tempfile::NamedTempFile::new().unwrap();
    let other = other.path().to_str().unwrap();
    for options in confining() {
        let mut sandbox = sandbox(options);
        let inside = match sandbox.has_fixed_folder() {
            true => Path::new("/sandbox-folder/file").to_owned(),
            false => folder.path().join("file"),
        };
        let inside = inside.to_str().unwrap();
        let job = |action: &[&str]| compiler_job(folder.path(), action);
        let allowed: &[&[&str]] = &[
            &["write", inside],
            &["read", inside],
            &["write", "relative"],
            &["read", "/usr/bin/env"],
            &["spawn", "/bin/true"],
            &["remove", inside],
        ];
        let text = printed(&mut sandbox, job, allowed);
        assert!(!text.contains("denied"), "{options:?}:\n{text}");
        let denied: &[&[&str]] = &[
            &["read", other],
            &["read", "/etc/shadow"],
            &["read", "/proc/meminfo"],
            &["read", "/proc/sys/vm/overcommit_memory"],
            &["write", other],
            &["write", "/usr/sandbox-probe"],
            &["write", "/tmp/sandbox-probe"],
            &["remove", other],
            &["connect", &address],
        ];
        let text = printed(&mut sandbox, job, denied);
        assert!(!text.contains("allowed"), "{options:?}:\n{text}");
    }
}

#[test]
fn a_job_inherits_nothing_that_the_grader_has_open() {
    let secret = fs::File::open("/etc/passwd").unwrap();
    // Unlike one of std, a program that is started inherits it.
    let inherited = nix::unistd::dup(&secret).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for options in confining().into_iter().chain([Options::NONE]) {
        let mut sandbox = Sandbox::start(Path::new(PROBE), options).unwrap();
        let text = printed(&mut sandbox, test_job, &[&["descriptors"]]);
        assert_eq!(text, "descriptors []\n", "{options:?}");
        let job = |action: &[&str]| compiler_job(folder.path(), action);
        assert_eq!(printed(&mut sandbox, job, &[&["descriptors"]]), text, "{options:?}");
    }
    drop(inherited);
}

#[test]
fn each_limit_has_its_own_end() {
    for options in [Options::ALL, Options { namespaces: false, ..Options::ALL }, Options::NONE] {
        let mut sandbox = Sandbox::start(Path::new(PROBE), options).unwrap();
        let mut end = |action: &[&str], limits| -> Ended {
            sandbox.run(&Job { limits, ..test_job(action) }).unwrap()
        };
        let short = Limits { time: Duration::from_millis(300), ..LIMITS };
        assert_eq!(end(&["sleep"], short).exit, Exit::Timeout);
        assert_eq!(end(&["allocate", "400000000"], LIMITS).exit, Exit::OutOfMemory);
        assert_eq!(end(&["print", "20000000"], LIMITS).exit, Exit::TooMuchOutput);
        assert_eq!(end(&["threads", "200"], LIMITS).exit, Exit::TooManyThreads);
        // A long line is no reason to stop.
        let long = end(&["print", "6000000"], LIMITS);
        assert_eq!((&long.exit, long.stderr.len()), (&Exit::Code(0), 1 << 20));
        assert_eq!(end(&["abort"], LIMITS).exit, Exit::Signal(6));
        let missing = Job { program: "/no/such/program".into(), ..test_job(&[]) };
        let ended = sandbox.run(&missing).unwrap();
        assert!(matches!(ended.exit, Exit::NotStarted(_)), "{ended:?}");
        let folder = tempfile::tempdir().unwrap();
        let mut fill = |files: &str| sandbox.run(&compiler_job(folder.path(), &["fill", files]));
        assert_eq!(fill("4").unwrap().exit, Exit::Code(0));
        assert_eq!(fill("2000").unwrap().exit, Exit::TooMuchDisk);
        let folder = tempfile::tempdir().unwrap();
        let empty = compiler_job(folder.path(), &["fill-with-empty", "100000"]);
        assert_eq!(sandbox.run(&empty).unwrap().exit, Exit::TooMuchDisk);
        // The supervisor is as good as new.
        let ended = sandbox.run(&test_job(&["threads"])).unwrap();
        assert_eq!(ended.stdout, "allowed\n");
    }
}

/// Processes that take the CPU of the thread that starts them until they are dropped.
struct Load(Vec<Child>);

impl Load {
    fn start() -> Self {
        let mut only = CpuSet::new();
        let all = sched_getaffinity(Pid::from_raw(0)).unwrap();
        only.set((0..).find(|cpu| all.is_set(*cpu).unwrap()).unwrap()).unwrap();
        sched_setaffinity(Pid::from_raw(0), &only).unwrap();
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", ENDLESS]);
        Self((0..9).map(|_| shell.spawn().unwrap()).collect())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        for child in &mut self.0 {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

const ENDLESS: &str = "while :; do :; done";

/// A tenth of a CPU is left for the job. Its limit is two thirds of the time that passes.
#[test]
fn what_a_busy_machine_withholds_does_not_count() {
    let folder = tempfile::tempdir().unwrap();
    let _load = Load::start();
    let job = compiler_job(folder.path(), &["-c", ENDLESS]);
    let (time, wall) = (Duration::from_secs(2), Duration::from_secs(3));
    let limits = Limits { time, wall, ..LIMITS };
    let ended = sandbox(Options::ALL).run(&Job { program: "/bin/sh".into(), limits, ..job });
    assert_eq!(ended.as_ref().unwrap().exit, Exit::Overloaded, "{ended:?}");
}

#[test]
fn time_passes_whatever_a_job_does() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { time: Duration::from_millis(200), ..LIMITS };
    for options in [Options::ALL, Options { namespaces: false, ..Options::ALL }, Options::NONE] {
        let mut sandbox = Sandbox::start(Path::new(PROBE), options).unwrap();
        for script in [
            "kill -STOP $$",
            "while :; do sleep 0.01; done",
            "while :; do (:); done",
            "setsid sh -c 'while :; do :; done' & wait",
            "nice -n 19 sh -c 'while :; do :; done'",
        ] {
            let job = compiler_job(folder.path(), &["-c", script]);
            let ended = sandbox.run(&Job { program: "/bin/sh".into(), limits, ..job }).unwrap();
            assert_eq!(ended.exit, Exit::Timeout, "{options:?}: {script}");
        }
    }
}

/// The processes whose command line contains this text.
fn processes(marker: &str) -> usize {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|process| fs::read(process.path().join("cmdline")).ok());
    let is_marked = |line: &Vec<u8>| {
        let arguments: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
        arguments.contains(&b"sleep".as_slice()) && arguments.contains(&marker.as_bytes())
    };
    lines.filter(is_marked).count()
}

fn wait_for(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn no_process_survives_its_job() {
    let folder = tempfile::tempdir().unwrap();
    for options in [Options::ALL, Options { namespaces: false, ..Options::ALL }, Options::NONE] {
        let marker = format!("{}{}1", std::process::id(), options.namespaces as u8);
        let mut sandbox = Sandbox::start(Path::new(PROBE), options).unwrap();
        let script = format!("setsid sleep {marker} & (sleep {marker} &) ; exit 3");
        let job = compiler_job(folder.path(), &["-c", &script]);
        let ended = sandbox.run(&Job { program: "/bin/sh".into(), ..job }).unwrap();
        assert_eq!(ended.exit, Exit::Code(3), "{ended:?}");
        assert_eq!(processes(&marker), 0, "{options:?}");
    }
}

#[test]
fn no_process_survives_a_grader_that_is_killed() {
    for options in ["all", "none"] {
        let marker = format!("{}{}7", std::process::id(), options.len());
        let mut grader = Command::new(PROBE);
        grader.args(["grade", &marker, options]).stdout(Stdio::null());
        let mut grader = grader.spawn().unwrap();
        wait_for("the job runs", || processes(&marker) >= 3);
        grader.kill().unwrap();
        grader.wait().unwrap();
        wait_for("every process has ended", || processes(&marker) == 0);
    }
}

#[test]
fn the_layers_in_force_are_reported() {
    let layers = |options| {
        let sandbox = Sandbox::start(Path::new(PROBE), options).unwrap();
        let again = Sandbox::start_exactly(Path::new(PROBE), sandbox.options()).unwrap();
        assert_eq!(sandbox.layers(), again.layers());
        sandbox.layers().to_vec()
    };
    assert_eq!(layers(Options::NONE), [Layer::Limits]);
    let old = Options { landlock: 2, namespaces: false, ..Options::ALL };
    assert_eq!(layers(old), [Layer::Limits, Layer::Seccomp, Layer::Landlock(2)]);
    for layer in ["seccomp", "landlock", "namespaces"] {
        let options = Options::ALL.without(layer).unwrap();
        assert!(layers(options).iter().all(|active| active.name() != layer));
    }
    assert_eq!(Options::ALL.without("limits"), None);
}

#[test]
fn a_layer_that_was_in_force_is_not_omitted_silently() {
    let with_at_most = |namespaces: &str| {
        const SCRIPT: &str =
            "echo $1 > /proc/sys/user/max_user_namespaces && exec \"$0\" supervisor";
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "sh", "-c", SCRIPT, PROBE, namespaces]);
        command.output().map(|output| String::from_utf8(output.stdout).unwrap())
    };
    // Not every machine has user namespaces.
    if with_at_most("9").is_ok_and(|result| result == "allowed\n") {
        assert_eq!(with_at_most("0").unwrap(), "denied\n");
    }
}
