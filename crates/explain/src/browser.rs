//! Opening a file in the browser of whoever sits at this machine.
use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether a browser was asked to show the file.
pub(crate) fn open(file: &Path) -> bool {
    if let Some(browser) = env::var_os("BROWSER").filter(|browser| !browser.is_empty()) {
        return start(Command::new(browser).arg(file));
    }
    match env::consts::OS {
        "macos" => start(Command::new("open").arg(file)),
        "windows" => start(Command::new("explorer").arg(file)),
        // Without a display there is nobody to look at it.
        _ => has_display() && start(Command::new("xdg-open").arg(file)),
    }
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some())
}

/// Nobody waits for a browser: many stay until their window is closed.
fn start(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}
