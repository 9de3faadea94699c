//! What an exercise may use. One check for the command, the grader and the test kit: an allow-list over
//! the tokens of the file, including those in the arguments of macros, and over what the compiler says that
//! it has read ([`dep_info`]).
//!
//! ```
//! let checked = source_check::check("fn main() {\n    std::fs::remove_file(\"cat\");\n}");
//! assert_eq!(checked.refused[0].line, 2);
//! assert_eq!(checked.refused[0].what, "std::fs::remove_file");
//! ```
mod attributes;
mod crates;
pub mod dep_info;
mod finding;
mod function_values;
mod limits;
mod macros;
mod main_function;
mod messages;
mod paths;
mod projections;
mod scope;
mod signature;
mod soundness;
mod std_items;
mod syntax;
mod token;
mod type_names;
mod use_tree;

pub use finding::{Checked, Finding};

use scope::Scopes;
use token::Tokens;

/// Checks the source of an exercise.
pub fn check(source: &str) -> Checked {
    if let Some(finding) = limits::check(source) {
        return Checked::refused(finding);
    }
    let Some(tokens) = Tokens::parse(source) else {
        return Checked::unknown(Finding::new(1, "this file", messages::UNREADABLE));
    };
    if let Some(finding) = limits::check_tokens(&tokens) {
        return Checked::refused(finding);
    }
    let mut checked = check_tokens(&tokens);
    for (line, code) in attributes::code_in_strings(&tokens) {
        match Tokens::parse(&code) {
            Some(tokens) => checked.extend_at(line, check_tokens(&tokens)),
            // A name such as `"it's"` is not code.
            None if !code.contains("::") && !code.contains('\\') => {}
            None => checked.refused.push(Finding::new(line, code, messages::UNREADABLE)),
        }
    }
    checked.sorted()
}

fn check_tokens(tokens: &Tokens) -> Checked {
    let scopes = Scopes::new(tokens);
    let mut checked = Checked::default();
    if let Some(import) = scopes.unresolved() {
        let line = tokens.line(import.at);
        checked.refused.push(Finding::new(line, &import.name, messages::MANY_IMPORTS));
    }
    syntax::check(tokens, &mut checked);
    paths::check(tokens, &scopes, &mut checked);
    main_function::check(tokens, &scopes, &mut checked);
    checked.refused.extend(soundness::check(tokens));
    checked.refused.extend(function_values::check(tokens));
    checked.refused.extend(projections::check(tokens));
    checked
}
