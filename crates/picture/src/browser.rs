//! Opens a page in the browser.
use std::env;

/// Opens a file or an address. Returns whether there is a browser.
pub fn open_in_browser(page: &str) -> bool {
    // Without a display, a browser for the terminal would start and could not be seen.
    let has_display = cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    has_display && open::that_detached(page).is_ok()
}
