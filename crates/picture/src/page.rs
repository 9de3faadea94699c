//! Pages: a template with placeholders, and data for a script.

use crate::xml::escape;

/// The style of a page with a picture and a source file: panels, buttons, colors of tokens.
pub const PAGE_STYLE: &str = include_str!("page.css");

/// The script that pages about an execution begin with: it reads their data and shows the source.
pub const PAGE_SCRIPT: &str = include_str!("page.js");

/// Text in which no character is markup.
pub fn escape_html(text: &str) -> String {
    escape(text)
}

/// JSON for a `<script>` element, which nothing in it may close.
pub fn script_data(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// Replaces each `{{name}}` of the template, and leaves the replacements as they are.
///
/// ```
/// assert_eq!(picture::fill("<p>{{text}}</p>", &[("text", "{{text}}")]), "<p>{{text}}</p>");
/// ```
///
/// # Panics
/// If the template has a placeholder without a replacement.
pub fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut page = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        page.push_str(before);
        match parts.iter().find(|(part, _)| *part == name) {
            Some((_, text)) => page.push_str(text),
            None => panic!("the template has an unknown placeholder `{name}`"),
        }
        rest = after;
    }
    page + rest
}
