//! The entries of an exercise in `Cargo.toml` and `course/catalog.toml`, which keep their comments.

/// The manifest with a test after the last one, and two programs after the last ones.
pub(super) fn add(manifest: &str, name: &str) -> Option<String> {
    let test = format!("[[test]]\nname = \"{name}\"");
    let example = |target: &str, folder: &str| {
        format!("[[example]]\nname = \"{target}\"\npath = \"{folder}/{name}.rs\"")
    };
    let examples =
        [example(name, "exercises"), example(&format!("complete-{name}"), "complete")].join("\n\n");
    let mut text = manifest.to_owned();
    for (heading, entry) in [("[[example]]", examples), ("[[test]]", test)] {
        let last = text.rfind(heading)?;
        let end = text[last..].find("\n\n").map_or(text.trim_end().len(), |end| last + end);
        text.insert_str(end, &format!("\n\n{entry}"));
    }
    Some(text)
}

/// The catalog with the exercise at the end of a topic; an unknown title adds a topic.
pub(super) fn add_to_topic(catalog: &str, title: &str, name: &str) -> String {
    let heading = format!("title = \"{title}\"");
    let list = catalog.find(&heading).and_then(|at| {
        let end = at + catalog[at..].find(']')?;
        catalog[at..end].contains("exercises = [").then_some(end)
    });
    match list {
        Some(end) => {
            let separator = if catalog[..end].ends_with('[') { "" } else { ", " };
            format!("{}{separator}\"{name}\"{}", &catalog[..end], &catalog[end..])
        }
        None => {
            let start = catalog.trim_end();
            format!("{start}\n\n[[topic]]\n{heading}\nexercises = [\"{name}\"]\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_follow_the_last_ones() {
        let manifest = "[package]\n\n[[test]]\nname = \"loon\"\n\n[[example]]\nname = \"loon\"\npath = \"exercises/loon.rs\"\n\n[profile.dev]\n";
        insta::assert_snapshot!(add(manifest, "elevator").expect("there is a place"));
        assert_eq!(add("[package]\n", "elevator"), None);
    }

    #[test]
    fn a_topic_is_found_by_its_title() {
        let catalog = "# Topics.\n[[topic]]\ntitle = \"liveness\"\nexercises = [\"loon\"]\n";
        let extended =
            "# Topics.\n[[topic]]\ntitle = \"liveness\"\nexercises = [\"loon\", \"elevator\"]\n";
        assert_eq!(add_to_topic(catalog, "liveness", "elevator"), extended);
        let added = format!("{catalog}\n[[topic]]\ntitle = \"TODO\"\nexercises = [\"elevator\"]\n");
        assert_eq!(add_to_topic(catalog, "TODO", "elevator"), added);
    }
}
