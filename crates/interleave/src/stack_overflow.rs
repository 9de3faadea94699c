//! Stack overflows: a clear message instead of a bare signal.
//!
//! std reports overflows only for its own threads. The stacks of simulated threads are known by
//! their guard pages, and a fault in a guard page is an overflow.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::thread_set::MAX_THREADS;

/// The lowest address of each stack of the current exploration; 0 for unused entries.
static GUARDS: [AtomicUsize; MAX_THREADS] = [const { AtomicUsize::new(0) }; MAX_THREADS];

/// Watches a stack that ends at `limit` with a guard page.
pub(crate) fn watch(limit: usize) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(system::install);
    system::prepare_thread();
    let free = GUARDS.iter().find(|guard| guard.load(Ordering::Relaxed) == 0);
    if let Some(guard) = free {
        guard.store(limit, Ordering::Relaxed);
    }
}

/// Stops watching a stack that is returned to the system.
pub(crate) fn forget(limit: usize) {
    for guard in &GUARDS {
        let _ = guard.compare_exchange(limit, 0, Ordering::Relaxed, Ordering::Relaxed);
    }
}

/// Whether an address lies in a guard page.
#[cfg(unix)]
fn is_guard(address: usize, page: usize) -> bool {
    GUARDS.iter().any(|guard| {
        let guard = guard.load(Ordering::Relaxed);
        guard != 0 && (guard..guard + page).contains(&address)
    })
}

#[cfg(unix)]
#[expect(unsafe_code, reason = "a signal handler is registered by its address")]
mod system {
    use std::cell::Cell;
    use std::mem::MaybeUninit;
    use std::ptr;
    use std::sync::OnceLock;

    use super::is_guard;
    use crate::messages::STACK_OVERFLOW;

    /// The previous handlers, which handle every other fault.
    static BEFORE: [OnceLock<libc::sigaction>; 2] = [const { OnceLock::new() }; 2];
    const SIGNALS: [libc::c_int; 2] = [libc::SIGSEGV, libc::SIGBUS];

    pub(super) fn install() {
        for (signal, before) in SIGNALS.into_iter().zip(&BEFORE) {
            let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) =
                on_fault;
            // SAFETY: both structs are plain data, which the calls below read and write; the
            // handler has the signature that SA_SIGINFO requires.
            unsafe {
                let mut action: libc::sigaction = MaybeUninit::zeroed().assume_init();
                let mut old: libc::sigaction = MaybeUninit::zeroed().assume_init();
                action.sa_sigaction = handler as usize;
                action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
                libc::sigemptyset(&raw mut action.sa_mask);
                if libc::sigaction(signal, ptr::null(), &raw mut old) == 0 {
                    let _ = before.set(old);
                    libc::sigaction(signal, &raw const action, ptr::null_mut());
                }
            }
        }
    }

    /// Gives the calling thread an alternate signal stack, unless it has one, as std's threads do.
    pub(super) fn prepare_thread() {
        const SIZE: usize = 64 << 10;

        thread_local! {
            static PREPARED: Cell<bool> = const { Cell::new(false) };
        }
        if PREPARED.replace(true) {
            return;
        }
        // SAFETY: the first call only queries. The memory for the second is never freed, because
        // the thread may need it until it ends.
        unsafe {
            let mut now: libc::stack_t = MaybeUninit::zeroed().assume_init();
            if libc::sigaltstack(ptr::null(), &raw mut now) != 0
                || now.ss_flags & libc::SS_DISABLE == 0
            {
                return;
            }
            let memory: &'static mut [u8] = Box::leak(vec![0; SIZE].into_boxed_slice());
            now.ss_sp = memory.as_mut_ptr().cast();
            now.ss_size = SIZE;
            now.ss_flags = 0;
            libc::sigaltstack(&raw const now, ptr::null_mut());
        }
    }

    /// Calls only async-signal-safe functions.
    extern "C" fn on_fault(signal: libc::c_int, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
        // SAFETY: the system passes a valid `info` to a handler of this kind; `write`, `sysconf`,
        // `sigaction` and `abort` are async-signal-safe.
        unsafe {
            let page = libc::sysconf(libc::_SC_PAGESIZE);
            if is_guard((*info).si_addr() as usize, usize::try_from(page).unwrap_or(4096)) {
                libc::write(
                    libc::STDERR_FILENO,
                    STACK_OVERFLOW.as_ptr().cast(),
                    STACK_OVERFLOW.len(),
                );
                libc::abort();
            }
            // The fault occurs again, and reaches the previous handler.
            let at = usize::from(signal == libc::SIGBUS);
            match BEFORE[at].get() {
                Some(before) => libc::sigaction(signal, before, ptr::null_mut()),
                None => libc::abort(),
            };
        }
    }
}

/// On other systems, the operating system reports stack overflows itself.
#[cfg(not(unix))]
mod system {
    pub(super) fn install() {}

    pub(super) fn prepare_thread() {}
}
