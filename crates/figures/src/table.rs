//! A table with the machine, the date and the command, and the plots above it.
use std::process::Command;
use std::{fs, thread};

use crate::files;

/// What a figure shows.
pub(crate) struct Report {
    /// Each plot: its file name, its description, and the picture.
    pub(crate) plots: Vec<(String, String, String)>,
    pub(crate) tables: Vec<Table>,
}

/// A table in markdown.
pub(crate) struct Table {
    /// What the numbers are.
    pub(crate) title: String,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    fn markdown(&self) -> String {
        let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let line = self.header.iter().map(|_| "---".to_owned()).collect::<Vec<_>>();
        let rows: String = self.rows.iter().map(|cells| row(cells)).collect();
        format!(
            "{}\n\n{}{}{rows}",
            self.title,
            row(&self.header),
            row(&line).replace("| ---", "|---").replace(" |", "|")
        )
    }
}

impl Report {
    /// Writes `book/figures/NAME.md` and the plots. Returns the text.
    pub(crate) fn write(&self, name: &str) -> Result<String, String> {
        let mut parts = Vec::new();
        for (file, description, svg) in &self.plots {
            files::write(&format!("book/src/figures/{file}.svg"), svg)?;
            parts.push(format!("![{description}](figures/{file}.svg)\n"));
        }
        parts.extend(self.tables.iter().map(Table::markdown));
        parts.push(format!(
            "*Measured on {}, on {}, by `cargo run --release -p figures -- {name}`.*\n",
            machine(),
            date()
        ));
        let text = parts.join("\n");
        files::write(&format!("book/figures/{name}.md"), &text)?;
        Ok(text)
    }
}

/// The processor, the number of cores, and the load if there is any.
fn machine() -> String {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: f64 = load.split(' ').next().and_then(|load| load.parse().ok()).unwrap_or(0.0);
    let busy = match load > cores as f64 + 0.5 {
        true => format!(" with other work running (load {load:.1})"),
        false => String::new(),
    };
    format!("{} with {cores} cores{busy}", model.unwrap_or("an unknown processor"))
}

fn date() -> String {
    let date = files::output(Command::new("date").arg("+%-d %B %Y"));
    date.map_or_else(|_| "an unknown day".to_owned(), |date| date.trim().to_owned())
}

/// A number per second with three digits: `12.3 M`.
pub(crate) fn rate(per_second: f64) -> String {
    scaled(per_second, &[(1e9, " G"), (1e6, " M"), (1e3, " k")], "")
}

/// A time with three digits: `12.3 µs`.
pub(crate) fn time(seconds: f64) -> String {
    scaled(seconds, &[(1.0, " s"), (1e-3, " ms"), (1e-6, " µs")], " ns")
}

fn scaled(value: f64, units: &[(f64, &str)], rest: &str) -> String {
    let unit = units.iter().find(|(size, _)| value >= *size);
    let smallest = if rest.is_empty() { 1.0 } else { 1e-9 };
    let (size, name) = unit.copied().unwrap_or((smallest, rest));
    let number = value / size;
    let digits = usize::from(number < 100.0);
    format!("{number:.digits$}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_unit() {
        assert_eq!([rate(12_345_678.0), rate(999.0), rate(1500.0)], ["12.3 M", "999", "1.5 k"]);
        assert_eq!([time(0.0123), time(0.000_000_45), time(2.0)], ["12.3 ms", "450 ns", "2.0 s"]);
    }
}
