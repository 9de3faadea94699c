//! Links between chapters, exercises and files.
use super::{chapters, exercises};
use crate::{chapter, files};

/// The targets of the links in a text, without those into the web.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target).filter(|target| !target.starts_with("https://")).collect()
}

/// The anchors of the headings, as GitHub and mdBook name them.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix('#'));
    let anchor = |heading: &str| {
        let words = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let texts = chapters();
    let mut broken = Vec::new();
    for (file, text) in &texts {
        for link in links(text) {
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match target {
                "" => file.clone(),
                _ => format!("{}/{target}", chapter::FOLDER),
            };
            let has_anchor = || {
                let linked = files::read(&target).unwrap_or_default();
                anchors(&linked).iter().any(|known| known == anchor)
            };
            let exists = files::root().join(&target).exists();
            if !exists || !(anchor.is_empty() || has_anchor()) {
                broken.push(format!("{file}: {link}"));
            }
        }
    }
    assert_eq!(broken, [""; 0], "links that lead nowhere");
}

#[test]
fn exercises_and_chapters_name_each_other() {
    let texts = chapters();
    for exercise in exercises() {
        let description = files::read(&format!("course/{exercise}/exercise.toml")).unwrap();
        let line = description.lines().find_map(|line| line.strip_prefix("book = \""));
        let named = line.and_then(|line| line.strip_suffix('"'));
        let named = named.unwrap_or_else(|| panic!("{exercise}: `book` is missing"));
        let (_, text) = texts.iter().find(|(file, _)| file == named).expect("the chapter exists");
        let link = format!("(../../exercises/{exercise}.rs)");
        assert!(text.contains(&link), "{named} does not link to {exercise}");
    }
}

/// The rows of the tables, cell by cell.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    rows.map(|row| row.split(" | ").collect())
}

/// The text of the tests of an exercise.
fn tests_of(exercise: &str) -> String {
    let mut text = files::read(&format!("tests/{exercise}.rs")).unwrap_or_default();
    for module in files::stems(&format!("tests/{exercise}"), ".rs").unwrap_or_default() {
        text += &files::read(&format!("tests/{exercise}/{module}.rs")).unwrap();
    }
    text
}

#[test]
fn the_table_of_ideas_names_exercises_and_tests_that_exist() {
    let table = files::read("book/src/16-where-each-idea-lives.md").unwrap();
    let (mut ideas, mut wrong) = (0, Vec::new());
    for row in rows(&table).filter(|row| row[0] != "idea or sample") {
        let [idea, exercise, chapter, test] = row[..] else { panic!("four cells: {row:?}") };
        ideas += 1;
        let is_test = || {
            let function = format!("fn {}() {{", test.trim_matches('`'));
            exercise != "-" && tests_of(exercise).contains(&function)
        };
        let is_exercise = exercise == "-" || exercises().iter().any(|name| name == exercise);
        if !is_exercise || links(chapter).len() != 1 || !(test == "-" || is_test()) {
            wrong.push(idea);
        }
    }
    assert!(ideas >= 70, "only {ideas} ideas");
    assert_eq!(wrong, [""; 0], "rows with an exercise, chapter or test that does not exist");
}

#[test]
fn a_heading_becomes_an_anchor() {
    assert_eq!(anchors("## What \"complete\" means\n"), ["what-complete-means"]);
}
