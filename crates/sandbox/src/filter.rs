//! The system calls that a job may make.
use std::collections::BTreeMap;
use std::env::consts::ARCH;

use nix::libc;
use nix::unistd::getpid;
use seccompiler::SeccompCmpArgLen::{Dword, Qword};
use seccompiler::SeccompCmpOp::{Eq, MaskedEq};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

use crate::job::Access;

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// What a test may do without any condition: read and write the descriptors that it inherited, allocate,
/// wait, and end. `openat` is for the dynamic loader; there are no other files to open.
const TEST: &[i64] = &[
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_clock_nanosleep,
    // The other filter says that it does not exist.
    libc::SYS_clone3,
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_fstat,
    libc::SYS_futex,
    libc::SYS_getcwd,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_lseek,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_openat,
    libc::SYS_ppoll,
    libc::SYS_pread64,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_sigaltstack,
    libc::SYS_write,
    libc::SYS_writev,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_arch_prctl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
];

/// What a compiler must not do: reach other processes, the network, or parts of the kernel that no
/// compiler needs.
const NOT_COMPILER: &[i64] = &[
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_acct,
    libc::SYS_add_key,
    libc::SYS_bind,
    libc::SYS_bpf,
    libc::SYS_chroot,
    libc::SYS_connect,
    libc::SYS_delete_module,
    libc::SYS_fanotify_init,
    libc::SYS_finit_module,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fsopen,
    libc::SYS_fspick,
    libc::SYS_init_module,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_uring_setup,
    libc::SYS_kcmp,
    libc::SYS_kexec_load,
    libc::SYS_keyctl,
    libc::SYS_listen,
    libc::SYS_mount,
    libc::SYS_mount_setattr,
    libc::SYS_move_mount,
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_open_tree,
    libc::SYS_perf_event_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pivot_root,
    libc::SYS_process_madvise,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_quotactl,
    libc::SYS_reboot,
    libc::SYS_request_key,
    libc::SYS_setns,
    libc::SYS_settimeofday,
    libc::SYS_socket,
    libc::SYS_swapoff,
    libc::SYS_swapon,
    libc::SYS_syslog,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_userfaultfd,
    libc::SYS_vhangup,
];

/// In the numbers of x32, this bit is set; the kernel may run them in every x86-64 process.
const X32: i64 = 0x4000_0000;

/// The namespaces that `clone` can create.
const NEW_NAMESPACES: u64 = 0x7e02_0000;

/// Whether this machine can filter system calls. The filter of a test must compile too.
pub(crate) fn is_available() -> bool {
    let is_present = std::path::Path::new("/proc/sys/kernel/seccomp/actions_avail").exists();
    is_present && programs(&Access::Test { libraries: Vec::new() }, 0).is_ok()
}

/// Filters the calls of this process from now on. It then starts the program at this descriptor.
pub(crate) fn install(access: &Access, program: i32) -> Result<(), String> {
    for program in programs(access, program)? {
        seccompiler::apply_filter(&program)
            .map_err(|error| format!("cannot filter system calls: {error}"))?;
    }
    Ok(())
}

fn programs(access: &Access, program: i32) -> Result<Vec<BpfProgram>, String> {
    let denied = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let missing = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    // The flags of `clone3` are in memory, where a filter cannot read them. Libraries then use `clone`.
    let clone3 =
        compile(Rules::from([(libc::SYS_clone3, Vec::new())]), SeccompAction::Allow, missing);
    let rules = match access {
        Access::Compiler { .. } => compile(compiler()?, SeccompAction::Allow, denied),
        Access::Test { .. } => compile(test(program)?, denied, SeccompAction::Allow),
    };
    // All filters run, and an error counts more than permission.
    Ok(vec![clone3?, rules?])
}

fn compile(
    rules: Rules,
    otherwise: SeccompAction,
    matching: SeccompAction,
) -> Result<BpfProgram, String> {
    let failed = |error: &dyn std::fmt::Display| format!("cannot filter system calls: {error}");
    let arch = TargetArch::try_from(ARCH).map_err(|error| failed(&error))?;
    SeccompFilter::new(rules, otherwise, matching, arch)
        .and_then(TryInto::try_into)
        .map_err(|error| failed(&error))
}

fn rule(conditions: &[(u8, u64, u64)]) -> Result<SeccompRule, String> {
    let conditions = conditions.iter().map(|(argument, mask, value)| match mask {
        &u64::MAX => SeccompCondition::new(*argument, Qword, Eq, *value),
        _ => SeccompCondition::new(*argument, Dword, MaskedEq(*mask), *value),
    });
    let conditions = conditions.collect::<Result<Vec<_>, _>>();
    conditions.and_then(SeccompRule::new).map_err(|error| error.to_string())
}

fn compiler() -> Result<Rules, String> {
    let mut rules = Rules::new();
    for call in NOT_COMPILER {
        rules.insert(*call, Vec::new());
        rules.insert(call | X32, Vec::new());
    }
    for bit in (0..32).map(|bit| 1 << bit).filter(|bit| NEW_NAMESPACES & bit != 0) {
        rules.entry(libc::SYS_clone).or_default().push(rule(&[(0, bit, bit)])?);
    }
    Ok(rules)
}

fn test(program: i32) -> Result<Rules, String> {
    const LOW: u64 = 0xffff_ffff;
    let mut rules: Rules = TEST.iter().map(|call| (*call, Vec::new())).collect();
    let mut allow = |call: i64, conditions: &[(u8, u64, u64)]| -> Result<(), String> {
        rules.entry(call).or_default().push(rule(conditions)?);
        Ok(())
    };
    let (write, exec) = (libc::PROT_WRITE as u64, libc::PROT_EXEC as u64);
    // Code is mapped from files by the dynamic loader, and is never changed.
    allow(libc::SYS_mmap, &[(2, exec, 0)])?;
    allow(libc::SYS_mmap, &[(2, exec | write, exec), (3, libc::MAP_ANONYMOUS as u64, 0)])?;
    allow(libc::SYS_mprotect, &[(2, exec, 0)])?;
    // A thread, but no process.
    let thread = libc::CLONE_THREAD as u64;
    allow(libc::SYS_clone, &[(0, thread, thread)])?;
    // The program itself: its descriptor is closed when it starts.
    let program = u64::from(program.unsigned_abs());
    let flags = libc::AT_EMPTY_PATH as u64;
    allow(libc::SYS_execveat, &[(0, LOW, program), (4, LOW, flags)])?;
    // `abort`
    let (process, signal) = (getpid().as_raw().unsigned_abs(), libc::SIGABRT.unsigned_abs());
    allow(libc::SYS_tgkill, &[(0, LOW, u64::from(process)), (2, LOW, u64::from(signal))])?;
    // The metadata of a descriptor.
    let flags = libc::AT_EMPTY_PATH as u64;
    allow(libc::SYS_newfstatat, &[(3, flags, flags)])?;
    // Descriptors are duplicated, and their flags are read.
    for command in [libc::F_DUPFD_CLOEXEC, libc::F_GETFD, libc::F_SETFD, libc::F_GETFL] {
        allow(libc::SYS_fcntl, &[(1, LOW, u64::from(command.unsigned_abs()))])?;
    }
    // Limits are read, not set.
    allow(libc::SYS_prlimit64, &[(2, u64::MAX, 0)])?;
    // The name of a thread.
    allow(libc::SYS_prctl, &[(0, LOW, libc::PR_SET_NAME as u64)])?;
    Ok(rules)
}
