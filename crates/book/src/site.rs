//! Builds the site with mdBook.
use std::process::Command;

use crate::files;

/// The version of mdBook, which is installed into `target/tools`.
const MDBOOK: &str = "0.5.4";

/// The folder of the installed programs.
const TOOLS: &str = "target/tools";

/// Installs mdBook if it is missing, and builds the site in `target/book`.
pub(crate) fn build() -> Result<String, String> {
    let root = files::root();
    let program =
        root.join(TOOLS).join("bin").join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    let is_installed = Command::new(&program).arg("--version").output().is_ok_and(|output| {
        String::from_utf8_lossy(&output.stdout).trim() == format!("mdbook v{MDBOOK}")
    });
    if !is_installed {
        let mut install = Command::new("cargo");
        install.args(["install", "--locked", "--root", TOOLS, "mdbook", "--version", MDBOOK]);
        install.args(["--no-default-features", "--features", "search"]).current_dir(&root);
        run(&mut install)?;
    }
    run(Command::new(program).args(["build", "book"]).current_dir(&root))?;
    Ok("the site is in target/book: open target/book/index.html".to_owned())
}

fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    status.success().then_some(()).ok_or_else(|| format!("{command:?} failed"))
}
