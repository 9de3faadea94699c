//! The shape of a chapter: its sections, its length, and its three questions.
use super::chapters;
use crate::files;

/// The first and the last chapter; the others are a preface and appendices.
const CHAPTERS: std::ops::RangeInclusive<usize> = 1..=14;

/// The sections that every chapter has, in this order.
const SECTIONS: [&str; 7] = [
    "## The idea",
    "## The smallest program that goes wrong",
    "## The repair and its cost",
    "## Mistakes",
    "## Do it now",
    "## Three questions",
    "## Sources",
];

/// The chapters without preface and appendices.
fn numbered() -> Vec<(String, String)> {
    let all = chapters().into_iter().enumerate();
    all.filter(|(number, _)| CHAPTERS.contains(number)).map(|(_, chapter)| chapter).collect()
}

/// The words that are written for this chapter: without code, quotes and sources.
fn words(text: &str) -> usize {
    let (mut count, mut in_code, mut in_quote) = (0, false, false);
    for line in text.split("## Sources").next().unwrap_or(text).lines() {
        in_quote |= line.starts_with("<!-- quote ");
        in_code ^= line.starts_with("```");
        if !in_code && !in_quote {
            let words = line.split_whitespace();
            count += words.filter(|word| word.chars().any(char::is_alphanumeric)).count();
        }
        in_quote &= line != "<!-- end -->";
    }
    count
}

#[test]
fn every_chapter_has_its_sections_in_order() {
    for (file, text) in numbered() {
        let found: Vec<_> =
            SECTIONS.iter().map(|section| text.find(&format!("\n{section}\n"))).collect();
        assert!(found.iter().all(Option::is_some), "{file} lacks a section: {found:?}");
        assert!(found.is_sorted_by_key(|at| at.unwrap()), "{file}: {found:?}");
    }
}

#[test]
fn every_chapter_has_600_to_1500_words() {
    let counts = numbered().into_iter().map(|(file, text)| (words(&text), file));
    let wrong: Vec<_> = counts.filter(|(count, _)| !(600..=1500).contains(count)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_question_says_where_it_is_answered() {
    for (file, text) in numbered() {
        let section = text.split("\n## Three questions\n").nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap().replace('\n', " ");
        let questions: Vec<_> = section.split(['1', '2', '3']).skip(1).collect();
        assert_eq!(questions.len(), 3, "{file}");
        for question in questions {
            assert!(question.contains('?') && question.contains("](#"), "{file}: {question}");
        }
    }
}

#[test]
fn the_summary_and_the_doc_tests_list_every_chapter() {
    let summary = files::read("book/src/SUMMARY.md").unwrap();
    let tested = files::read("book/programs/chapters.rs").unwrap();
    for (file, text) in chapters() {
        let name = file.rsplit('/').next().unwrap();
        let title = text.lines().next().unwrap().trim_start_matches("# ");
        assert!(summary.contains(&format!("[{title}]({name})")), "SUMMARY.md lacks {name}");
        assert!(tested.contains(&format!("\"{name}\"")), "chapters.rs lacks {name}");
    }
}
