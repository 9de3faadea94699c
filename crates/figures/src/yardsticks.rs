//! The picture of `docs/yardsticks.md`: how many bugs of SCTBench each tool finds within a given number of
//! executions. It is drawn from the table there.
use std::fs;

use crate::files;
use crate::plot::Plot;

/// Draws `docs/yardsticks.svg`.
pub(crate) fn draw() -> Result<(), String> {
    let page = "docs/yardsticks.md";
    let text = fs::read_to_string(files::root().join(page));
    let lines = lines(&text.map_err(|error| format!("{page}: {error}"))?);
    let plot = Plot {
        title: "Executions until the first failure, programs sorted by them for each tool"
            .to_owned(),
        x: "programs of SCTBench whose bug is found".to_owned(),
        y: "executions".to_owned(),
        show: |executions| format!("{executions:.0}"),
        is_log_x: false,
        lines,
    };
    files::write("docs/yardsticks.svg", &plot.svg()?)
}

/// A line for each tool: the executions that it needs for each bug, in ascending order.
fn lines(page: &str) -> Vec<(String, Vec<(f64, f64)>)> {
    let rows = page.lines().skip_while(|line| !line.starts_with("| program | interleave |"));
    let rows = rows.take_while(|line| line.starts_with('|'));
    let mut rows = rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
    // The first and the last cell are empty, the second is the program, the one before the last its twin.
    let Some(header) = rows.next() else { return Vec::new() };
    let tools = 2..header.len().saturating_sub(2);
    let rows = Vec::from_iter(rows.skip(1));
    let line = |tool: usize| {
        let found = rows.iter().filter_map(|row| executions(row.get(tool)?));
        let mut found = Vec::from_iter(found);
        found.sort_by(f64::total_cmp);
        (header[tool].to_owned(), (1..).map(f64::from).zip(found).collect())
    };
    tools.map(line).collect()
}

/// The number in a cell: `5`, `8.3 (16 of 20)`, or `1†`.
fn executions(cell: &str) -> Option<f64> {
    let number = cell.split([' ', '†']).next()?;
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_ascends_and_leaves_out_what_was_not_found() {
        let page = "text\n\
                    | program | interleave | RFF | repaired twin |\n\
                    | --- | --- | --- | --- |\n\
                    | account | 3 | 1† | complete: 6 executions |\n\
                    | queue | 1 | 7.8 (16 of 20) | complete: 2 executions |\n\
                    | bbuf | — | — | bounded |\n\n\
                    | kernel | found |\n";
        let interleave = ("interleave".to_owned(), vec![(1.0, 1.0), (2.0, 3.0)]);
        let rff = ("RFF".to_owned(), vec![(1.0, 1.0), (2.0, 7.8)]);
        assert_eq!(lines(page), [interleave, rff]);
    }

    #[test]
    fn the_page_has_figures_of_five_tools() {
        let page = fs::read_to_string(files::root().join("docs/yardsticks.md")).unwrap();
        let found = lines(&page).into_iter().map(|(tool, points)| (tool, points.len()));
        let found = Vec::from_iter(found);
        let tools: Vec<&str> = found.iter().map(|(tool, _)| tool.as_str()).collect();
        assert_eq!(tools, ["interleave", "RFF", "POS", "PCT3", "PERIOD"]);
        assert!(found.iter().all(|(_, programs)| *programs >= 20), "{found:?}");
    }
}
