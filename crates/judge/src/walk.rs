//! An interleaving as data, for whoever shows it step by step.
use interleave::Timeline;
use std::env;
use std::fmt::Write;

/// If it is set, a walk is written beside the verdict of each test that has one.
const WANTED: &str = "COURSE_WALK";

/// Whether somebody wants to walk.
pub(crate) fn wanted() -> bool {
    env::var_os(WANTED).is_some_and(|wanted| !wanted.is_empty())
}

/// The walk as JSON: `{"threads": […], "steps": [{"thread", "text", "file", "line", "comments",
/// "after": [{"state", "holds", "sees"}]}]}`; file and line are null where nobody knows them.
pub(crate) fn json(walk: &Timeline) -> String {
    let steps = list(&walk.steps, |step| {
        let (file, line) = match &step.place {
            Some((file, line)) => (text(&file.replace('\\', "/")), line.to_string()),
            None => ("null".to_owned(), "null".to_owned()),
        };
        let after = list(&step.after, |view| {
            format!(
                "{{\"state\":{},\"holds\":{},\"sees\":{}}}",
                text(&view.state),
                list(&view.holds, |lock| text(lock)),
                list(&view.sees, |seen| text(seen)),
            )
        });
        format!(
            "\n{{\"thread\":{},\"text\":{},\"file\":{file},\"line\":{line},\"comments\":{},\"after\":{after}}}",
            step.thread,
            text(&step.text),
            list(&step.comments, |comment| text(comment)),
        )
    });
    format!("{{\"threads\":{},\"steps\":{steps}}}\n", list(&walk.threads, |name| text(name)))
}

fn list<T>(items: &[T], item: impl Fn(&T) -> String) -> String {
    format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(","))
}

/// A text of JSON, that is harmless within HTML too.
fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use interleave::sync::Mutex;
    use interleave::{Explorer, thread};

    #[test]
    fn a_text_is_harmless_in_json_and_in_html() {
        assert_eq!(text("a\"b\\c\n</script>→"), r#""a\"b\\c\u000a\u003c/script\u003e→""#);
    }

    #[test]
    fn a_walk_says_what_each_thread_holds_and_sees() {
        let failure = Explorer::new().check(|| {
            let age = Mutex::new(40);
            let grow = || {
                let next = *age.lock().unwrap() + 1;
                *age.lock().unwrap() = next;
            };
            thread::scope(|scope| {
                scope.spawn(grow);
                scope.spawn(grow);
            });
            assert_eq!(*age.lock().unwrap(), 42);
        });
        let text = json(&failure.expect_err("a birthday is lost").timeline());
        assert!(text.contains(r#""holds":["age"],"sees":["age"]"#), "{text}");
        assert!(text.contains(r#""sees":["age (changed since by thread-2)"]"#), "{text}");
        assert!(
            text.starts_with(r#"{"threads":["main","thread-1","thread-2"],"steps":["#),
            "{text}"
        );
    }
}
