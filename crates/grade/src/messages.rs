//! Messages about a submission.
use sandbox::Layer;

pub(crate) const MISSING: &str = "the submission does not contain this file";
pub(crate) const EMPTY: &str = "the file is empty";
pub(crate) const UNCHANGED: &str = "the file is the unmodified starter";
pub(crate) const COMPILER_TIMEOUT: &str = "the compiler did not finish in time and was stopped";

pub(crate) const COMPLETE_ONLY: &str = "\nThe tests pass in every interleaving that they ran, but not every interleaving could be run.\n\
     This grade accepts complete searches only. Use fewer steps in loops that retry or wait.\n";

pub(crate) fn other_name(path: &str, name: &str) -> String {
    format!("the submission contains `{path}`: rename it to {name}.rs")
}

pub(crate) fn inner_archive(path: &str) -> String {
    format!("{MISSING}, but it contains the archive `{path}`: submit its contents")
}

/// `bounded` is how many of the tests could not run every interleaving.
pub(crate) fn passed(tests: usize, bounded: usize) -> String {
    let all = match tests {
        1 => "the only test passes".to_owned(),
        _ => format!("all {tests} tests pass"),
    };
    match bounded {
        0 => all,
        _ => format!("{all}, {bounded} of them within bounds only"),
    }
}

/// The measures that protect the grader and the verdicts from a submission on every machine.
pub(crate) const GUARDS: [&str; 7] = [
    "only the files of the exercises are read",
    "source check before compiling",
    "the files and variables that rustc reads are checked",
    "std without files, network, processes and environment",
    "each test in two processes, and a folder of its own per exercise",
    "completion token, expected tests, sentences and coverage",
    "a second run of each passing test must fail",
];
pub(crate) const UNCONFINED: &str = "no sandbox: the submission can do whatever the grader can";
pub(crate) const NOT_CONFINED: &str = match cfg!(target_os = "linux") {
    true => {
        "this machine cannot confine a submission: it needs seccomp, and Landlock or namespaces"
    }
    false => {
        "only Linux can confine a submission: grade in a virtual machine or a container with Linux"
    }
};
pub(crate) const NO_SANDBOX: &str =
    "if you trust every submission, --no-sandbox grades without; each result says so";

pub(crate) fn layer(layer: Layer) -> String {
    let does = match layer {
        Layer::Limits => "time, memory, file sizes and output are limited",
        Layer::Seccomp => "no system calls for the network, processes or tracing",
        Layer::Landlock(_) => "no files but those of the compiler, and none for the tests",
        Layer::Namespaces => "users, processes, mounts, network and IPC of its own",
    };
    format!("{layer}: {does}")
}

pub(crate) fn missing_layer(name: &str) -> String {
    format!("{name}: not available on this machine")
}

pub(crate) const CANARY: &str = "the tests pass even when they must fail";
pub(crate) const CONTROL: &str =
    "the answer of the course fails too, so this machine is at fault: grade it again";

pub(crate) const OVERLOADED: &str =
    "this machine was too busy for a fair verdict: grade it again when it is less busy";

pub(crate) const NO_DEPENDENCIES: &str =
    "the compiled crates of the course were deleted or changed in the meantime: grade it again";

pub(crate) fn supervisor(error: &std::io::Error) -> String {
    format!("the process that runs the tests has ended: {error}")
}

pub(crate) fn compiler(code: i32) -> String {
    format!("the compiler crashed with exit code {code}")
}

pub(crate) fn compiler_signal(signal: i32) -> String {
    format!("the compiler was ended by signal {signal}")
}

/// `excess` is one of the following messages about a limit.
pub(crate) fn compiler_stopped(excess: &str) -> String {
    format!("the compiler {excess} and was stopped")
}

pub(crate) fn timeout(limit: std::time::Duration) -> String {
    format!("stopped: compiling and testing this file took more than {} seconds", limit.as_secs())
}

pub(crate) fn memory(limit: u64) -> String {
    format!("used more than {} MiB", limit >> 20)
}

pub(crate) fn threads(limit: u64) -> String {
    format!("had more than {limit} threads")
}

pub(crate) fn disk(limit: u64) -> String {
    format!("wrote more than {} MiB", limit >> 20)
}

pub(crate) fn output(limit: u64) -> String {
    format!("printed more than {} MiB", limit >> 20)
}
