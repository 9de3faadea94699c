//! Checks the page of mutants in headless Chromium.
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use course::{Error, OrCannot};

const CHECKS: &str = include_str!("page/browser_check.js");

/// The names of Chromium on various systems.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// The results, a line for each check; `None` if no browser is installed.
pub(crate) fn run(page: &Path) -> Result<Option<Vec<String>>, Error> {
    let Some(browser) = BROWSERS.into_iter().find(|name| is_installed(name)) else {
        return Ok(None);
    };
    let text = fs::read_to_string(page).or_cannot("read", page.display())?;
    let copy = page.with_file_name("browser-check.html");
    let text = text.replace("</body>", &format!("<script>{{\n{CHECKS}}}</script></body>"));
    fs::write(&copy, text).or_cannot("write", copy.display())?;
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000"])
        // The smallest window that Chromium supports.
        .arg("--window-size=500,800")
        .args(["--dump-dom", &format!("file://{}", copy.display())])
        .stdin(Stdio::null())
        .output()
        .or_cannot("run", browser)?;
    // It is only a temporary copy.
    let _ = fs::remove_file(&copy);
    let dom = String::from_utf8_lossy(&output.stdout);
    let results = dom
        .rsplit_once("id=\"check-results\">")
        .and_then(|(_, rest)| rest.split_once("end of checks"))
        .map_or("", |(lines, _)| lines);
    let lines: Vec<String> =
        results.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    match lines.is_empty() {
        true => Err(Error::new(format!("{browser} did not run the checks to their end"))),
        false => Ok(Some(lines)),
    }
}

fn is_installed(browser: &str) -> bool {
    let mut command = Command::new(browser);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
