//! `completions`: completion scripts for shells, from the same table as the help.
use std::fmt::Write;
use std::process::ExitCode;

use crate::arguments::{Arguments, usage};
use crate::catalog::Catalog;
use crate::context::Context;
use crate::error::Error;
use crate::help::{COMMANDS, Entry, VERIFY_STEPS};

pub(crate) const SHELLS: [&str; 3] = ["bash", "zsh", "fish"];

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let script = match arguments.first() {
        "bash" => bash(&context.catalog),
        "zsh" => zsh(&context.catalog),
        "fish" => fish(&context.catalog),
        other => {
            let error = usage("completions", format!("there are no completions for `{other}`"));
            let all = "there are completions for bash, zsh and fish";
            return Err(error.suggest(other, SHELLS, "", all));
        }
    };
    print!("{script}");
    Ok(ExitCode::SUCCESS)
}

/// What can follow a command: its options, then its values.
fn words(entry: &Entry, catalog: &Catalog) -> String {
    let options = entry.all_options().map(|flag| format!("--{flag} "));
    options.collect::<String>() + &values(entry.takes, catalog)
}

/// What can be in the places of a usage. Files are left to the shell.
fn values(takes: &str, catalog: &Catalog) -> String {
    let value = |place: &str| match place.trim_matches(['[', ']', '…']) {
        _ if takes_files(takes) => Vec::new(),
        "NAME" | "WORD" => catalog.names().collect(),
        "COMMAND" => COMMANDS.iter().map(|entry| entry.name).collect(),
        "STEP" => VERIFY_STEPS.to_vec(),
        "SHELL" => SHELLS.to_vec(),
        _ => Vec::new(),
    };
    takes.split(' ').flat_map(value).collect::<Vec<_>>().join(" ")
}

/// Whether a command starts with a file or a folder.
fn takes_files(takes: &str) -> bool {
    ["SUBMISSION", "CLASS", "OUT", "FOLDER"].iter().any(|place| takes.starts_with(place))
}

fn bash(catalog: &Catalog) -> String {
    let mut text = format!(
        "# course, for bash: eval \"$(cargo course completions bash)\"\n\
         course() {{ cargo course \"$@\"; }}\n\
         _course() {{\n  \
           local word=\"${{COMP_WORDS[COMP_CWORD]}}\" words=\"\"\n  \
           if [ \"$COMP_CWORD\" -eq 1 ]; then\n    \
             words=\"{}\"\n  \
           else\n    \
             case \"${{COMP_WORDS[1]}}\" in\n",
        values("COMMAND", catalog)
    );
    for entry in COMMANDS {
        let _ = writeln!(text, "      {}) words=\"{}\" ;;", entry.name, words(entry, catalog));
    }
    text.push_str(
        "    esac\n  fi\n  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n\
         complete -o default -F _course course\n",
    );
    text
}

fn zsh(catalog: &Catalog) -> String {
    let mut text = String::from(
        "# course, for zsh: eval \"$(cargo course completions zsh)\"\n\
         course() { cargo course \"$@\" }\n_course() {\n  if (( CURRENT == 2 )); then\n    \
         local -a commands=(\n",
    );
    for entry in COMMANDS {
        let _ = writeln!(text, "      '{}:{}'", entry.name, entry.does.replace('\'', "'\\''"));
    }
    text.push_str("    )\n    _describe command commands\n    return\n  fi\n  case $words[2] in\n");
    for entry in COMMANDS {
        let words = words(entry, catalog);
        if takes_files(entry.takes) {
            let _ = writeln!(text, "    {}) compadd -- {words}; _files ;;", entry.name);
        } else if !words.is_empty() {
            let _ = writeln!(text, "    {}) compadd -- {words} ;;", entry.name);
        }
    }
    text.push_str("  esac\n}\ncompdef _course course\n");
    text
}

fn fish(catalog: &Catalog) -> String {
    let mut text = String::from(
        "# course, for fish: cargo course completions fish | source\n\
         function course; cargo course $argv; end\n",
    );
    for entry in COMMANDS {
        let (name, does) = (entry.name, entry.does.replace('\'', "\\'"));
        text += &format!("complete -c course -f -n __fish_use_subcommand -a {name} -d '{does}'\n");
        let here = format!("complete -c course -n '__fish_seen_subcommand_from {name}'");
        for flag in entry.all_options() {
            let _ = writeln!(text, "{here} -l {flag}");
        }
        let values = values(entry.takes, catalog);
        if !values.is_empty() {
            let _ = writeln!(text, "{here} -f -a '{values}'");
        }
    }
    text
}
