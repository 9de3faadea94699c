//! `cargo course explain`: the interleaving that breaks an exercise, step by step, as a page for a
//! browser or as text.
mod explanation;
mod page;
#[cfg(test)]
mod sample;
mod text;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use course::{Arguments, Context, Error, Explained, Source};

use explanation::Explanation;

fn main() -> ExitCode {
    course::external_main(explain)
}

fn explain(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let (name, test) = (arguments.first(), arguments.values.get(1).map(String::as_str));
    let exercise = context.catalog.get(name)?;
    let (test, timeline) = match course::explain(context, exercise, test)? {
        Explained::Timeline { test, timeline } => (test, timeline),
        Explained::Message(text) => {
            anstream::println!("{}", course::to_terminal(&text));
            return Ok(ExitCode::FAILURE);
        }
    };
    let file = Source::Exercise.shown(name);
    let source = context.workspace.read(&file)?;
    let explanation = Explanation::new(name, &test, timeline, &file, &source);
    if arguments.has("text") {
        let text = text::render(&explanation, &arguments.values.join(" "));
        anstream::print!("{}", course::to_terminal(&text));
        return Ok(ExitCode::SUCCESS);
    }
    let folder = context.workspace.cache_path("explain");
    let path = folder.join(format!("{name}.html"));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, page::render(&explanation)))
        .map_err(|error| Error::io("write", path.display(), &error))?;
    anstream::println!("{}", path.display());
    if !arguments.has("no-browser") && !open_in_browser(&path) {
        anstream::println!("no browser was found: open the file yourself, or use --text");
    }
    Ok(ExitCode::SUCCESS)
}

fn open_in_browser(path: &Path) -> bool {
    // Without a display, a browser for the terminal would start and could not be seen.
    let has_display = cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    has_display && open::that_detached(path).is_ok()
}
