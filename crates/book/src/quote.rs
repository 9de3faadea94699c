//! A quote: markdown that is made from a program, a report, a patch, a Go program or a figure.
use picture::Picture;

use crate::files;
use crate::graph;

/// The markdown of a quote, such as `report lost_update`.
pub(crate) fn quote(what: &str) -> Result<String, String> {
    let (kind, name) = what.split_once(' ').ok_or("a quote has a kind and a name")?;
    match kind {
        "program" => program(name),
        "report" => report(name),
        "mistake" => mistake(name),
        "go" => go(name),
        "figure" => figure(name),
        "graph" => graph(name),
        "picture" => picture_of(name).map(|(title, file, _)| format!("![{title}]({file})\n")),
        _ => Err("quotes are program, report, picture, mistake, go, figure or graph".to_owned()),
    }
}

/// The file of the picture that a quote shows, in the folder of the chapters, and its content.
pub(crate) fn picture(what: &str) -> Option<(String, String)> {
    let (kind, name) = what.split_once(' ')?;
    match kind {
        "graph" => {
            let graph = graph::find(name).ok()?;
            Some((format!("pictures/graph-{name}.svg"), graph.svg()))
        }
        "picture" => picture_of(name).ok().map(|(_, file, svg)| (file, svg)),
        _ => None,
    }
}

/// The title, the file and the content of the picture of the interleaving in which a program fails.
fn picture_of(name: &str) -> Result<(String, String, String), String> {
    let program = programs::find(name).ok_or("there is no such program")?;
    let failure = program.explore().err().ok_or("this program does not fail")?;
    let message = failure.message.lines().next().unwrap_or_default();
    let title = format!("How {name}.rs fails: {message}");
    let svg = Picture::new(&failure.timeline(), &title).svg();
    Ok((title, format!("pictures/{name}.svg"), svg))
}

fn graph(name: &str) -> Result<String, String> {
    let graph = graph::find(name)?;
    let (counts, caption) = (graph.counts(), graph.caption);
    Ok(format!("![{counts}](pictures/graph-{name}.svg)\n\n*{caption} {counts}.*\n"))
}

/// A link to a file. The site is built as deep in the repository as the chapters are.
fn link(file: &str, shown: &str) -> String {
    format!("[`{shown}`](../../{file})")
}

fn fenced(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```\n", text.trim_end())
}

fn program(name: &str) -> Result<String, String> {
    let file = format!("book/programs/{name}.rs");
    let text = files::read(&file)?;
    Ok(format!("{}\n\n{}", link(&file, &format!("{name}.rs")), fenced("rust,no_run", &text)))
}

fn report(name: &str) -> Result<String, String> {
    let program = programs::find(name).ok_or("there is no such program")?;
    Ok(fenced("text", &program.report()))
}

/// The changed lines of a planted mutant, why it is wrong, and its report.
fn mistake(name: &str) -> Result<String, String> {
    let (exercise, mutant) = name.split_once('/').ok_or("a mistake is exercise/mutant")?;
    let file = format!("course/{exercise}/mutants/{mutant}.patch");
    let patch = files::read(&file)?;
    let why = patch.lines().find_map(|line| line.strip_prefix("# why: "));
    let why = why.ok_or("the patch does not say why")?;
    let program = programs::find(name).ok_or("no scenario has this name")?;
    let failure = program.explore().err().ok_or("this mistake does not fail")?;
    let (link, diff) = (link(&file, name), fenced("diff", &changes(&patch)));
    Ok(format!("{link}: {why}.\n\n{diff}\n{}", fenced("text", &failure.to_string())))
}

/// The lines that a patch removes and adds, with a line of dots between two places.
fn changes(patch: &str) -> String {
    let lines =
        patch.lines().filter(|line| !["#", "---", "+++"].iter().any(|s| line.starts_with(s)));
    let mut changes = Vec::new();
    let mut gap = false;
    for line in lines {
        if line.starts_with(['-', '+']) {
            if gap && !changes.is_empty() {
                changes.push(" …".to_owned());
            }
            gap = false;
            changes.push(line.to_owned());
        } else {
            gap = true;
        }
    }
    changes.join("\n")
}

/// A Go program with the output that was recorded.
fn go(name: &str) -> Result<String, String> {
    let file = format!("book/go/{name}.go");
    let (text, output) = (files::read(&file)?, files::read(&format!("book/go/{name}.txt"))?);
    let link = link(&file, &format!("{name}.go"));
    Ok(format!("{link}\n\n{}\n{}", fenced("go", &text), fenced("text", &output)))
}

/// A table that `make bench` wrote.
fn figure(name: &str) -> Result<String, String> {
    files::read(&format!("book/figures/{name}.md"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_changed_lines_of_a_patch_are_quoted() {
        let patch = "# why: x\n--- a\n+++ b\n@@ -1 +1 @@\n a\n-b\n+c\n d\n+e\n";
        assert_eq!(super::changes(patch), "-b\n+c\n …\n+e");
    }
}
