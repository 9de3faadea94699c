//! The file system of a job: a mount namespace with nothing but the files that it needs.
use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, setns, unshare};
use nix::sys::statvfs::{FsFlags, statvfs};
use nix::unistd::{chdir, pivot_root};

use crate::confinement::FOLDER;
use crate::job::{Access, Job};
use crate::ruleset::DEVICES;

/// Where the file system of the machine is while the new one is made.
const OLD: &str = "/old";
/// Where the new one is made.
const NEW: &str = "/new";
/// No link of a machine is part of a longer chain.
const MAX_COMPONENTS: usize = 512;

const NOTHING: Option<&str> = None;

/// The file system of the last job. The tests of one executable share one, in which they can change nothing.
#[derive(Debug, Default)]
pub(crate) struct Roots {
    last: Option<(PathBuf, Access, File)>,
}

impl Roots {
    /// The mount namespace of a job, which is made unless the last job had the same files.
    pub(crate) fn of(&mut self, job: &Job) -> Result<&File, String> {
        let is_same = |(program, access, _): &(PathBuf, Access, File)| {
            (program, access) == (&job.program, &job.access)
        };
        let last = match self.last.take().filter(is_same) {
            Some(last) => last,
            None => (job.program.clone(), job.access.clone(), make(job)?),
        };
        Ok(&self.last.insert(last).2)
    }
}

/// Enters a mount namespace.
pub(crate) fn enter(namespace: &File) -> Result<(), String> {
    setns(namespace, CloneFlags::CLONE_NEWNS)
        .map_err(|error| format!("cannot enter mounts: {error}"))
}

/// Makes a mount namespace. The supervisor enters it for that, and leaves it.
fn make(job: &Job) -> Result<File, String> {
    let current =
        || File::open("/proc/self/ns/mnt").map_err(|error| format!("cannot open mounts: {error}"));
    let own = current()?;
    unshare(CloneFlags::CLONE_NEWNS).map_err(|error| format!("cannot unshare mounts: {error}"))?;
    let made = current().and_then(|made| fill(job).map(|()| made));
    enter(&own)?;
    made
}

/// Gives the mount namespace of this process a new root.
fn fill(job: &Job) -> Result<(), String> {
    // Its path, without links, is looked up before the root changes.
    let own_folder = match &job.access {
        Access::Compiler { folder, .. } => fs::canonicalize(folder),
        Access::Test { .. } => Ok(PathBuf::new()),
    };
    let own_folder = own_folder.map_err(|error| format!("cannot find its folder: {error}"))?;
    // An empty file system, with a place for the old and one for the new.
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    let failed = |what: &'static str| move |error: nix::Error| format!("cannot {what}: {error}");
    mount(Some("tmpfs"), "/tmp", Some("tmpfs"), flags, Some("mode=755,size=1m"))
        .map_err(failed("mount an empty file system"))?;
    for folder in [OLD, NEW] {
        make_folder(&Path::new("/tmp").join(&folder[1..]))?;
    }
    pivot_root("/tmp", "/tmp/old").map_err(failed("change the root"))?;
    chdir("/").map_err(failed("enter the root"))?;
    mount(Some(NEW), NEW, NOTHING, MsFlags::MS_BIND, NOTHING).map_err(failed("bind the root"))?;
    match &job.access {
        Access::Compiler { read, .. } => {
            for path in read.iter().chain([&job.program]) {
                expose(path, false)?;
            }
            for path in DEVICES {
                expose(path.as_ref(), true)?;
            }
            bind(&own_folder, FOLDER.as_ref(), true)?;
            // The linker that comes with rustc finds its own executable there.
            make_folder(&Path::new(NEW).join("proc"))?;
            let flags = flags | MsFlags::MS_NOEXEC;
            // Only processes: what an allocator reads there about the machine decides how much memory it reserves, and
            // with Landlock it can read nothing. Before Linux 5.8, /proc cannot be mounted in part.
            let mount = |options| mount(Some("proc"), "/new/proc", Some("proc"), flags, options);
            mount(Some("subset=pid")).or_else(|_| mount(NOTHING)).map_err(failed("mount /proc"))?;
        }
        Access::Test { libraries } => {
            for path in libraries.iter().chain([&job.program]) {
                expose(path, false)?;
            }
        }
    }
    let read_only = MsFlags::MS_BIND | MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY | flags;
    mount(NOTHING, NEW, NOTHING, read_only, NOTHING).map_err(failed("protect the root"))?;
    chdir(NEW).map_err(failed("enter the new root"))?;
    pivot_root(".", ".").map_err(failed("change the root"))?;
    umount2(".", MntFlags::MNT_DETACH).map_err(failed("leave the old root"))?;
    chdir("/").map_err(failed("enter the root"))
}

/// Makes a file or folder of the machine visible under the same path, with the links on the way to it.
fn expose(path: &Path, writable: bool) -> Result<(), String> {
    let mut rest: VecDeque<OsString> = names(path);
    let mut real = PathBuf::from("/");
    for _ in 0..MAX_COMPONENTS {
        let Some(name) = rest.pop_front() else { return bind(&real, &real, writable) };
        if name == ".." {
            real.pop();
            continue;
        }
        let next = real.join(&name);
        let Ok(target) = fs::read_link(within(OLD, &next)) else {
            real = next;
            continue;
        };
        make_folder(&within(NEW, &real))?;
        // Another path may have made it.
        let _ = symlink(&target, within(NEW, &next));
        if target.is_absolute() {
            real = PathBuf::from("/");
        }
        for name in names(&target).into_iter().rev() {
            rest.push_front(name);
        }
    }
    Err(format!("{} has too many links", path.display()))
}

fn names(path: &Path) -> VecDeque<OsString> {
    let name = |component| match component {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some("..".into()),
        _ => None,
    };
    path.components().filter_map(name).collect()
}

fn within(root: &str, path: &Path) -> PathBuf {
    Path::new(root).join(path.strip_prefix("/").unwrap_or(path))
}

/// Makes a file or folder of the machine visible as `name`.
fn bind(path: &Path, name: &Path, writable: bool) -> Result<(), String> {
    let (from, to) = (within(OLD, path), within(NEW, name));
    let failed = |error: &dyn std::fmt::Display| format!("cannot bind {}: {error}", path.display());
    let data = fs::metadata(&from).map_err(|error| failed(&error))?;
    if data.is_dir() {
        make_folder(&to)?;
    } else if !to.exists() {
        make_folder(to.parent().unwrap_or(&to))?;
        fs::write(&to, "").map_err(|error| failed(&error))?;
    }
    let recursive = if data.is_dir() { MsFlags::MS_REC } else { MsFlags::empty() };
    mount(Some(&from), &to, NOTHING, MsFlags::MS_BIND | recursive, NOTHING)
        .map_err(|error| failed(&error))?;
    if writable {
        return Ok(());
    }
    let kept = statvfs(&to).map_err(|error| failed(&error))?.flags();
    let flags = MsFlags::MS_BIND | MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY | locked(kept);
    mount(NOTHING, &to, NOTHING, flags, NOTHING).map_err(|error| failed(&error))
}

/// The flags of a mount that a user namespace must not clear.
fn locked(flags: FsFlags) -> MsFlags {
    let pairs = [
        (FsFlags::ST_NOSUID, MsFlags::MS_NOSUID),
        (FsFlags::ST_NODEV, MsFlags::MS_NODEV),
        (FsFlags::ST_NOEXEC, MsFlags::MS_NOEXEC),
        (FsFlags::ST_NOATIME, MsFlags::MS_NOATIME),
        (FsFlags::ST_NODIRATIME, MsFlags::MS_NODIRATIME),
        (FsFlags::ST_RELATIME, MsFlags::MS_RELATIME),
    ];
    let kept = pairs.into_iter().filter(|(flag, _)| flags.contains(*flag));
    kept.map(|(_, flag)| flag).collect()
}

fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder)
        .map_err(|error| format!("cannot create {}: {error}", folder.display()))
}
