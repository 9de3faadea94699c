//! What can happen while nobody judges: keys, files, signals. Each source has a thread of its own.
use std::path::Path;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// Something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// A key was pressed.
    Key(char),
    /// Something changed in the folder of the exercises, or it is time to look.
    Changed,
    /// Ctrl-C, or the system wants us to end.
    Quit,
}

/// How often the files are looked at where the system tells nothing.
const POLL: Duration = Duration::from_millis(200);

/// Tells of changes in `folder`. They go on as long as what is returned lives.
///
/// # Errors
/// Why the system does not tell of changes; then there is [`poll`].
pub(crate) fn watch(folder: &Path, to: Sender<Event>) -> notify::Result<RecommendedWatcher> {
    // The folder and not the files: most editors write a new file and put it in the old one's place.
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // An error may mean that events were lost: look.
        if event.map_or(true, |event| !event.kind.is_access()) {
            let _ = to.send(Event::Changed);
        }
    })?;
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// Asks to look at the files again and again.
pub(crate) fn poll(to: Sender<Event>) {
    thread::spawn(move || {
        while to.send(Event::Changed).is_ok() {
            thread::sleep(POLL);
        }
    });
}

/// Passes signals on, so that nothing is left behind: no child, no terminal without echo.
#[cfg(unix)]
pub(crate) fn signals(to: Sender<Event>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            let _ = to.send(Event::Quit);
        }
    });
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn signals(_: Sender<Event>) -> std::io::Result<()> {
    // Windows ends the children of a console together with it.
    Ok(())
}
