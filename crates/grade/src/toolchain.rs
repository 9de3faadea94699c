//! The compiler, and the files that it and the tests need at run time.
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use course::{Error, OrCannot, cargo};

/// The compiler of this machine.
#[derive(Debug)]
pub(crate) struct Toolchain {
    pub(crate) rustc: PathBuf,
    /// The folder with the compiler and std.
    pub(crate) sysroot: PathBuf,
    /// What the compiler and the linker read, besides the dependencies.
    pub(crate) read: Vec<PathBuf>,
    /// What the dynamic loader reads to start a test.
    pub(crate) libraries: Vec<PathBuf>,
    /// Where programs such as the linker are.
    pub(crate) path: OsString,
}

/// Where systems keep the linker, the libraries of C, and the configuration of both.
const SYSTEM: [&str; 10] = [
    "/usr",
    "/bin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/nix/store",
    "/gnu/store",
];

impl Toolchain {
    /// Finds the compiler of the course in `root`.
    pub(crate) fn find(root: &Path) -> Result<Self, Error> {
        let mut sysroot = Command::new(cargo::rustc());
        sysroot.args(["--print", "sysroot"]).current_dir(root);
        let output = sysroot.output().or_cannot("run", "rustc")?;
        let sysroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        // Not the proxy of rustup, which reads files of its own.
        let real = sysroot.join("bin").join(format!("rustc{}", env::consts::EXE_SUFFIX));
        if !real.is_file() {
            return Err(Error::new(format!("{} does not exist", real.display())));
        }
        Ok(Self {
            rustc: real,
            read: system().into_iter().chain([sysroot.clone()]).collect(),
            sysroot,
            libraries: libraries(),
            path: path(),
        })
    }
}

/// What every program of this system may read.
pub(crate) fn system() -> Vec<PathBuf> {
    SYSTEM.map(PathBuf::from).into_iter().filter(|path| path.exists()).collect()
}

/// The folders of programs that are readable in the sandbox.
pub(crate) fn path() -> OsString {
    let all = env::var_os("PATH").unwrap_or_default();
    let is_system = |folder: &PathBuf| SYSTEM.iter().any(|system| folder.starts_with(system));
    let mut folders: Vec<PathBuf> = env::split_paths(&all).filter(is_system).collect();
    folders.extend(["/usr/bin", "/bin"].map(PathBuf::from));
    env::join_paths(folders).unwrap_or_default()
}

/// The libraries of this program, which are those of every program of this toolchain.
fn libraries() -> Vec<PathBuf> {
    let Ok(program) = env::current_exe() else { return Vec::new() };
    let mut list = Command::new(program);
    // The dynamic loader prints the list and ends.
    list.env("LD_TRACE_LOADED_OBJECTS", "1");
    let output = if cfg!(target_os = "linux") { list.output().ok() } else { None };
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let words = text.unwrap_or_default();
    let mut paths: Vec<PathBuf> =
        words.split_whitespace().filter(|word| word.starts_with('/')).map(Into::into).collect();
    // A test may use more of the C library than this program.
    let folder = paths.iter().find(|path| path.file_name().is_some_and(|name| name == "libc.so.6"));
    if let Some(folder) = folder.and_then(|path| path.parent()).map(Path::to_owned) {
        let more = ["libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1"];
        paths.extend(more.map(|name| folder.join(name)).into_iter().filter(|path| path.exists()));
    }
    paths.sort();
    paths.dedup();
    paths
}
