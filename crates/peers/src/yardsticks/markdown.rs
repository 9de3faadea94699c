//! Tables in Markdown.

/// A table: the names of its columns, and its rows.
pub(super) fn table<const N: usize>(columns: [&str; N], rows: &[[String; N]]) -> String {
    let line = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let head = line(&columns) + &line(&["---"; N]);
    rows.iter().fold(head, |text, row| text + &line(&row.each_ref().map(String::as_str)))
}
