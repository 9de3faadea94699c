//! What the session waits for: keys, file changes and signals. Each source sends from its own thread.
use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify::{Config, PollWatcher, RecursiveMode, Watcher};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// A key was pressed.
    Key(char),
    /// A file in the watched folder may have changed.
    Changed,
    /// Ctrl-C was pressed, or the system asks the process to terminate.
    Quit,
}

/// How often the files are read when the operating system does not report changes.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_millis(200);

/// Sends [`Event::Changed`] for every change in `folder` until the returned watcher is dropped.
///
/// # Errors
/// If the operating system does not report changes. Polling works everywhere.
pub(crate) fn watch(
    folder: &Path,
    poll: bool,
    sender: Sender<Event>,
) -> notify::Result<Box<dyn Watcher>> {
    let handler = move |event: notify::Result<notify::Event>| {
        // An error may mean that events were lost, so it counts as a change.
        if event.map_or(true, |event| !event.kind.is_access()) {
            let _ = sender.send(Event::Changed);
        }
    };
    let mut watcher: Box<dyn Watcher> = if poll {
        let config = Config::default().with_poll_interval(POLL_INTERVAL);
        Box::new(PollWatcher::new(handler, config.with_compare_contents(true))?)
    } else {
        Box::new(notify::recommended_watcher(handler)?)
    };
    // Watch the folder, not the files: most editors replace a file instead of writing to it.
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// Turns signals into [`Event::Quit`], so that the child is killed and the terminal restored.
#[cfg(unix)]
pub(crate) fn signals(sender: Sender<Event>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    std::thread::spawn(move || {
        for _ in signals.forever() {
            let _ = sender.send(Event::Quit);
        }
    });
    Ok(())
}

/// Windows terminates all processes of a console together.
#[cfg(not(unix))]
pub(crate) fn signals(_: Sender<Event>) -> std::io::Result<()> {
    Ok(())
}
