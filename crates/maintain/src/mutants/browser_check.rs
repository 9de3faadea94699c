//! The page in a browser: does what it promises hold there, too?
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::mutants::problem::Problem;

const CHECKS: &str = include_str!("page/browser_check.js");

/// Chromium, as systems call it.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// What the browser said, a line a check; nothing if there is no browser here.
pub(crate) fn run(page: &Path) -> Result<Option<Vec<String>>, Problem> {
    let Some(browser) = BROWSERS.into_iter().find(|name| answers(name)) else { return Ok(None) };
    let text =
        fs::read_to_string(page).map_err(|error| Problem::io("read", page.display(), &error))?;
    let copy = page.with_file_name("looked-at.html");
    let text = text.replace("</body>", &format!("<script>{{\n{CHECKS}}}</script></body>"));
    fs::write(&copy, text).map_err(|error| Problem::io("write", copy.display(), &error))?;
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000"])
        // The smallest window that it has.
        .arg("--window-size=500,800")
        .args(["--dump-dom", &format!("file://{}", copy.display())])
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Problem::io("run", browser, &error))?;
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let _ = fs::remove_file(&copy);
    let said = dom.rsplit_once("id=\"looked\">").map(|(_, rest)| rest);
    let lines: Vec<String> = said
        .and_then(|rest| rest.split_once("looked at"))
        .map(|(lines, _)| {
            lines.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
        })
        .unwrap_or_default();
    if lines.is_empty() {
        return Err(Problem::new(format!("{browser} did not come to the end of the page")));
    }
    Ok(Some(lines))
}

fn answers(browser: &str) -> bool {
    let asked = Command::new(browser)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}
