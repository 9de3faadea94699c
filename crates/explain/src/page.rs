//! The page: one file with everything in it, which works from a disk and without a network.
use std::io;

use crate::story::Story;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

pub(crate) fn write(story: &Story) -> io::Result<String> {
    let data = serde_json::to_string(story).map_err(io::Error::other)?;
    // Within a script nothing may look like the end of it.
    let data = data.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    let title = format!("{}: {}", story.exercise, story.sentence);
    let mut page = String::new();
    // In one pass, so that no text of a story is taken for a place to fill.
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        match name {
            "title" => page.push_str(&escape(&title)),
            "style" => page.push_str(STYLE),
            "script" => page.push_str(SCRIPT),
            "data" => page.push_str(&data),
            "report" => page.push_str(&escape(&story.report)),
            "sentence" => page.push_str(&escape(&story.sentence)),
            "summary" => page.push_str(&escape(&format!("{}: {}", story.verdict, story.summary))),
            "exercise" => page.push_str(&escape(&story.exercise)),
            _ => {}
        }
        rest = after;
    }
    page.push_str(rest);
    Ok(page)
}

fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::*;
    use crate::sample::sample;

    #[test]
    fn a_page_needs_nothing_from_elsewhere() {
        let page = write(&sample()).expect("a page");
        for outside in ["http:", "https:", "src=\"", "href=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(!page.contains("{{title}}") && !page.contains("{{script}}"));
    }

    #[test]
    fn texts_of_a_program_stay_texts() {
        let page = write(&sample()).expect("a page");
        // The two scripts of the page itself, and no third.
        assert_eq!(page.matches("</script>").count(), 2);
        assert_eq!(page.matches("</title>").count(), 1);
        assert!(!page.contains("<b>"));
        assert!(page.contains("\\u003cb\\u003e{{data}}"), "a mark in a text is no place to fill");
    }

    /// What a browser makes of the page after some keys; nothing where there is no browser.
    fn browse(name: &str, keys: &[&str]) -> Option<String> {
        let exe = std::env::current_exe().expect("a test knows its file");
        let folder = exe.parent().unwrap_or(Path::new(".")).join("explain-pages").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let press: String = keys
            .iter()
            .map(|key| {
                format!("document.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}' }}));")
            })
            .collect();
        let page = write(&sample()).expect("a page");
        let page = page.replace("</body>", &format!("<script>{press}</script></body>"));
        let file = folder.join("page.html");
        std::fs::write(&file, page).expect("a file");
        let mut chromium = Command::new("chromium");
        chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]);
        chromium.args(["--no-first-run", "--disable-background-networking", "--disable-sync"]);
        chromium.arg("--disable-component-update");
        chromium.arg(format!("--user-data-dir={}", folder.join("profile").display()));
        chromium.arg("--dump-dom").arg(format!("file://{}", file.display()));
        let seen = chromium.output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(seen.stdout).expect("UTF-8"))
    }

    #[test]
    fn a_browser_walks_through_the_steps_by_keyboard() {
        let Some(first) = browse("first", &[]) else { return };
        assert!(first.contains("Step 1 of 4: <strong>main</strong>"), "{first}");
        let third = browse("third", &["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"]);
        assert!(third.expect("a page").contains("Step 3 of 4: <strong>thread-1</strong>"));
        let last = browse("last", &["End"]).expect("a page");
        assert!(last.contains("Step 4 of 4: <strong>thread-2</strong>"), "{last}");
        assert!(last.contains("age (changed since by thread-2)"), "{last}");
        assert!(last.contains("<span class=\"comment\">thread-1 has looked"), "{last}");
        assert!(last.contains("lock age, &lt;b&gt;"), "{last}");
    }
}
