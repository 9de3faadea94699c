//! The chapters, and the quotes between their markers.
use crate::files;
use crate::quote;

/// The folder of the chapters.
pub(crate) const FOLDER: &str = "book/src";

const BEGIN: &str = "<!-- quote ";
const END: &str = "<!-- end -->";

/// The files of the chapters, in alphabetical order, which is that of the book.
pub(crate) fn all() -> Result<Vec<String>, String> {
    let stems = files::stems(FOLDER, ".md")?;
    let chapters = stems.into_iter().filter(|stem| stem != "SUMMARY");
    Ok(chapters.map(|stem| format!("{FOLDER}/{stem}.md")).collect())
}

/// Writes the quotes of all chapters, and the pictures.
pub(crate) fn update() -> Result<String, String> {
    let mut written = Vec::new();
    for file in all()? {
        let text = quoted_again(&file)?;
        for (picture, svg) in quotes(&text).filter_map(quote::picture) {
            let picture = format!("{FOLDER}/{picture}");
            if files::write(&picture, &svg)? {
                written.push(picture);
            }
        }
        if files::write(&file, &text)? {
            written.push(file);
        }
    }
    Ok(match written.is_empty() {
        true => "every quote is up to date".to_owned(),
        false => written.join("\n"),
    })
}

/// The text of a chapter with every quote written again.
pub(crate) fn quoted_again(file: &str) -> Result<String, String> {
    let text = files::read(file)?;
    let mut result = String::new();
    let mut rest = text.as_str();
    while let Some(begin) = rest.find(BEGIN) {
        let (before, marked) = rest.split_at(begin);
        let (marker, inside) = marked.split_once("-->").ok_or("a marker without an end")?;
        let what = marker[BEGIN.len()..].trim();
        let end = inside.find(END).ok_or_else(|| format!("{file}: `{what}` has no `{END}`"))?;
        let quote = quote::quote(what).map_err(|error| format!("{file}: `{what}`: {error}"))?;
        result += &format!("{before}{BEGIN}{what} -->\n{}\n{END}", quote.trim_end());
        rest = &inside[end + END.len()..];
    }
    Ok(result + rest)
}

/// What the quotes of a text quote, such as `report lost_update`.
pub(crate) fn quotes(text: &str) -> impl Iterator<Item = &str> {
    text.split(BEGIN).skip(1).filter_map(|rest| Some(rest.split_once("-->")?.0.trim()))
}
