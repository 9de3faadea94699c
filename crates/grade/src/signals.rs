//! What happens when the grader is interrupted.
use course::{Error, OrCannot};

/// Kills the children when this process is interrupted: Ctrl-C does not reach their process groups.
#[cfg(unix)]
pub(crate) fn kill_children_on_signals() -> Result<(), Error> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP]);
    let mut signals = signals.or_cannot("watch", "signals")?;
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            course::kill_all();
            #[expect(clippy::disallowed_methods, reason = "main still waits for killed children")]
            std::process::exit(128 + signal);
        }
    };
    let thread = std::thread::Builder::new().spawn(wait);
    thread.map(drop).or_cannot("start", "a thread")
}

/// Windows terminates all processes of a console together.
#[cfg(not(unix))]
pub(crate) fn kill_children_on_signals() -> Result<(), Error> {
    Ok(())
}
