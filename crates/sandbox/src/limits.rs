//! Limits that the system enforces for each process of a job.
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::job::Job;

/// Sets the limits of this process, which its children inherit.
pub(crate) fn set(job: &Job) -> nix::Result<()> {
    let limits = &job.limits;
    // The supervisor stops a job first; these limits hold if the supervisor is too slow.
    let seconds = limits.time.as_secs().saturating_mul(4).saturating_add(10);
    // Whatever started the grader may have set lower limits, which only an administrator can raise.
    let both = |resource, limit| {
        let limit = getrlimit(resource)?.1.min(limit);
        setrlimit(resource, limit, limit)
    };
    both(Resource::RLIMIT_CPU, seconds)?;
    both(Resource::RLIMIT_FSIZE, limits.file)?;
    both(Resource::RLIMIT_CORE, 0)?;
    both(Resource::RLIMIT_NOFILE, 512)?;
    // Private writable memory, which reservations of addresses do not count towards.
    both(Resource::RLIMIT_DATA, limits.memory.saturating_mul(2))?;
    #[cfg(target_os = "linux")]
    both(Resource::RLIMIT_MEMLOCK, 0)?;
    Ok(())
}
