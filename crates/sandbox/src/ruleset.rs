//! Landlock: the files that a job can reach.
use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible, LandlockStatus, PathBeneath,
    PathFd, RestrictionStatus, Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr,
    RulesetError, RulesetStatus, Scope, make_bitflags,
};
use nix::sys::wait::{WaitStatus, waitpid};

use crate::confinement::Confinement;
use crate::fork::{Fork, fork};
use crate::job::{Access, Job};

/// The devices that a compiler uses.
pub(crate) const DEVICES: [&str; 4] = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];

/// The version of the interface that the kernel and the library have; 0 if the kernel has none. A child
/// finds out by confining itself.
pub(crate) fn abi() -> u8 {
    match fork() {
        Ok(Fork::Parent(child)) => match waitpid(child, None) {
            Ok(WaitStatus::Exited(_, abi)) => u8::try_from(abi).unwrap_or_default(),
            _ => 0,
        },
        Ok(Fork::Child) => {
            let status = ruleset(ABI::V1).and_then(RulesetCreated::restrict_self);
            #[expect(clippy::disallowed_methods, reason = "this process has no other thread")]
            std::process::exit(status.map_or(0, |status| i32::from(version(&status))))
        }
        Err(_) => 0,
    }
}

fn version(status: &RestrictionStatus) -> u8 {
    match status.landlock {
        LandlockStatus::Available { effective_abi, .. }
            if status.ruleset == RulesetStatus::FullyEnforced =>
        {
            effective_abi as u8
        }
        _ => 0,
    }
}

/// A rule set that denies everything that this version can deny.
fn ruleset(abi: ABI) -> Result<RulesetCreated, RulesetError> {
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(abi))?;
    if abi >= ABI::V4 {
        ruleset = ruleset.handle_access(AccessNet::from_all(abi))?;
    }
    if abi >= ABI::V6 {
        ruleset = ruleset.scope(Scope::from_all(abi))?;
    }
    ruleset.create()
}

/// Restricts this process to the files of a job.
pub(crate) fn restrict(job: &Job, confinement: &Confinement) -> Result<(), String> {
    let abi = ABI::from(i32::from(confinement.landlock));
    let failed = |error: &dyn std::fmt::Display| format!("cannot restrict files: {error}");
    let mut rules = ruleset(abi).map_err(|error| failed(&error))?;
    let mut allow = |path: &std::path::Path, access| -> Result<(), String> {
        let path = PathFd::new(path).map_err(|error| failed(&error))?;
        (&mut rules)
            .set_compatibility(CompatLevel::BestEffort)
            .add_rule(PathBeneath::new(path, access))
            .map(drop)
            .map_err(|error| failed(&error))
    };
    let read = AccessFs::from_read(abi);
    let device = make_bitflags!(AccessFs::{ReadFile | WriteFile});
    match &job.access {
        Access::Compiler { read: files, folder } => {
            for path in files {
                allow(path, read)?;
            }
            for path in DEVICES {
                allow(path.as_ref(), device)?;
            }
            allow(&job.program, read)?;
            // Special files and devices cannot be made, and nothing in the folder can be started.
            let special =
                make_bitflags!(AccessFs::{MakeChar | MakeBlock | MakeSock | MakeFifo | Execute});
            allow(confinement.folder(folder), AccessFs::from_all(abi) & !special)?;
        }
        Access::Test { libraries } => {
            let run = make_bitflags!(AccessFs::{ReadFile | Execute});
            for path in libraries {
                allow(path, run)?;
            }
            allow(&job.program, run)?;
        }
    }
    match rules.restrict_self() {
        Ok(status) if status.ruleset != RulesetStatus::NotEnforced => Ok(()),
        Ok(_) => Err(failed(&"the kernel does not enforce them")),
        Err(error) => Err(failed(&error)),
    }
}
