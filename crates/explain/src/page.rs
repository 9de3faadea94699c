//! The page: a single file that works offline.
use picture::{Picture, escape_html};

use crate::explanation::Explanation;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// Beside the picture of an exercise that is over-synchronized.
const INSTEAD: &str = "The picture shows an interleaving that happens. Look for a step at which one \
                       thread waits for another unnecessarily.";
const SCRIPT: &str = include_str!("page.js");

pub(crate) fn render(explanation: &Explanation) -> String {
    let Explanation { exercise, sentence, verdict, summary, report, timeline, .. } = explanation;
    let title = format!("{exercise}: {sentence}");
    let style = format!("{}{STYLE}", picture::PAGE_STYLE);
    let paragraphs = match timeline.conclusion.as_slice() {
        // No interleaving is at fault; the picture shows one that happens.
        [] => &[report.clone(), INSTEAD.to_owned()],
        paragraphs => paragraphs,
    };
    let summary = format!("{verdict}: {summary}");
    let paragraphs = paragraphs.iter().filter(|text| **text != summary);
    let paragraphs = paragraphs.map(|text| format!("<p>{}</p>", escape_html(text)));
    picture::fill(
        TEMPLATE,
        &[
            ("title", &escape_html(&title)),
            ("style", &style),
            ("script", &format!("{}{SCRIPT}", picture::PAGE_SCRIPT)),
            ("data", &picture::script_data(&explanation.to_json().to_string())),
            ("picture", &Picture::new(timeline, &title).svg()),
            ("conclusion", &paragraphs.collect::<String>()),
            ("report", &escape_html(report)),
            ("summary", &escape_html(&summary)),
            ("exercise", &escape_html(exercise)),
        ],
    )
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::sample::sample;

    #[test]
    fn the_page_refers_to_nothing_outside_itself() {
        let page = render(&sample());
        for outside in ["https:", "src=\"", "href=", "@import", "url(h"] {
            assert!(!page.contains(outside), "{outside}");
        }
        let http = page.matches("http:").count();
        assert_eq!(http, page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count());
    }

    #[test]
    fn text_from_a_program_never_becomes_markup() {
        let page = render(&sample());
        assert_eq!(page.matches("</script>").count(), 2, "the page has two scripts of its own");
        assert_eq!(page.matches("</title>").count(), 2, "of the page and of the picture");
        assert!(!page.contains("<b>"));
        assert!(page.contains("\\u003cb\\u003e{{data}}"), "placeholders in the data stay");
    }

    /// A script that presses some keys.
    fn press(keys: &[&str]) -> String {
        let event = |key: &&str| {
            format!("document.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}' }}));")
        };
        keys.iter().map(event).collect()
    }

    /// Returns the page as a browser shows it after a script, or `None` if there is no browser.
    fn browse(script: &str) -> Option<String> {
        let page = render(&sample());
        let page = page.replace("</body>", &format!("<script>{script}</script></body>"));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.html");
        std::fs::write(&file, page).unwrap();
        let mut chromium = Command::new("chromium");
        chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"]);
        chromium.args(["--no-first-run", "--disable-background-networking", "--disable-sync"]);
        chromium.arg("--disable-component-update");
        chromium.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
        chromium.arg("--dump-dom").arg(format!("file://{}", file.display()));
        let output = chromium.output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).unwrap())
    }

    #[test]
    fn the_keyboard_moves_through_the_steps() {
        let Some(first) = browse("") else { return };
        assert!(
            first.contains("Step 4 of 4: <strong>thread-2</strong>"),
            "the step with a comment"
        );
        let keys = ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"];
        let third = browse(&press(&keys)).unwrap();
        assert!(third.contains("Step 3 of 4: <strong>thread-1</strong>"), "{third}");
        let last = browse(&press(&["End"])).unwrap();
        assert!(last.contains("Step 4 of 4: <strong>thread-2</strong>"), "{last}");
        assert!(last.contains("age (since changed by thread-2)"), "{last}");
        assert!(last.contains("<span class=\"comment\">thread-1 has read"), "{last}");
        assert!(last.contains("lock age, &lt;b&gt;"), "{last}");
    }

    #[test]
    fn the_focus_stays_where_it_is() {
        let script = "byId('forward').focus(); data.steps.forEach(() => byId('forward').click()); \
                      document.title = document.activeElement.id;";
        let Some(end) = browse(script) else { return };
        assert!(end.contains("<title>forward</title>"), "a button is not disabled at the end");
    }

    #[test]
    fn escape_closes_the_report() {
        let script = "document.querySelector('details').open = true;";
        let Some(open) = browse(script) else { return };
        assert!(open.contains("<details open"));
        let closed = browse(&format!("{script}{}", press(&["Escape"]))).unwrap();
        assert!(!closed.contains("<details open"));
    }
}
