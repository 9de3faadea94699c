//! Whether an `Arc` may own a value with a destructor of the source. The last owner runs it, so it makes a difference
//! which one that is.
use std::collections::BTreeSet;

/// How many tokens of a definition, of the head of an implementation or of an argument are read at most.
const MAX_LENGTH: usize = 400;

/// Whether these are the tokens of such a source.
pub(super) fn are_shared(tokens: &[&str]) -> bool {
    let types = with_destructors(tokens);
    let variables = variables_of(&types, tokens);
    let mut implemented = "";
    let is_owned = |at: usize, own: &str| {
        let mut names = argument(&tokens[at + 1..]).iter().map(|name| match *name {
            "Self" => own,
            name => name,
        });
        names.any(|name| types.contains(name) || variables.contains(name))
    };
    !types.is_empty()
        && (0..tokens.len()).any(|at| {
            if tokens[at] == "impl" {
                implemented = type_of_implementation(&tokens[at + 1..]);
            }
            tokens[at] == "Arc" && (tokens.get(at + 1) == Some(&"as") || is_owned(at, implemented))
        })
}

/// The types of the source that have a destructor there, or contain one that has.
fn with_destructors<'a>(tokens: &[&'a str]) -> BTreeSet<&'a str> {
    let of_drop = tokens.windows(3).filter(|three| three[..2] == ["Drop", "for"]);
    let mut types: BTreeSet<&str> = of_drop.map(|three| three[2]).collect();
    let is_definition = |at: &usize| matches!(tokens[*at], "struct" | "enum" | "type");
    let definitions: Vec<_> = (0..tokens.len())
        .filter(is_definition)
        .filter_map(|at| tokens[at + 1..].split_first())
        .map(|(name, rest)| (*name, until(rest, &[";", "}"])))
        .collect();
    loop {
        let contain = |body: &[&str]| body.iter().any(|name| types.contains(name));
        let more = definitions.iter().filter(|(name, body)| !types.contains(name) && contain(body));
        let more: Vec<_> = more.map(|(name, _)| *name).collect();
        if more.is_empty() || types.is_empty() {
            return types;
        }
        types.extend(more);
    }
}

/// The `Loon` of `impl<T> Display for Loon<T>`, without the first word.
fn type_of_implementation<'a>(tokens: &[&'a str]) -> &'a str {
    let head = until(tokens, &["{"]);
    let of = head.iter().position(|token| *token == "for").map_or_else(
        || if head.first() == Some(&"<") { brackets(head).len() } else { 0 },
        |at| at + 1,
    );
    head.get(of).copied().unwrap_or_default()
}

/// What is in the brackets after `Arc`: a type, or the argument of a function such as `Arc::new`.
fn argument<'t, 'a>(tokens: &'t [&'a str]) -> &'t [&'a str] {
    match tokens {
        ["<", ..] => brackets(tokens),
        [":", ":", _, rest @ ..] => brackets(rest),
        _ => &[],
    }
}

/// The variables that get a value of one of these types.
fn variables_of<'a>(types: &BTreeSet<&str>, tokens: &[&'a str]) -> BTreeSet<&'a str> {
    let is_bound = |at: &usize| {
        let statement = until(&tokens[*at..], &[";"]);
        matches!(tokens[at - 1], "let" | "mut") && statement.iter().any(|name| types.contains(name))
    };
    (1..tokens.len()).filter(is_bound).map(|at| tokens[at]).collect()
}

/// The tokens up to the bracket that closes the first one.
fn brackets<'t, 'a>(tokens: &'t [&'a str]) -> &'t [&'a str] {
    let mut open = 0_usize;
    let end = tokens.iter().take(MAX_LENGTH).position(|token| {
        match *token {
            "<" | "(" | "[" | "{" => open += 1,
            ">" | ")" | "]" | "}" => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0
    });
    &tokens[..end.map_or(tokens.len().min(MAX_LENGTH), |end| end + 1)]
}

fn until<'t, 'a>(tokens: &'t [&'a str], ends: &[&str]) -> &'t [&'a str] {
    let end = tokens.iter().take(MAX_LENGTH).position(|token| ends.contains(token));
    &tokens[..end.unwrap_or(tokens.len().min(MAX_LENGTH))]
}
