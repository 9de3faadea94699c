//! Resolves the paths of a file, and checks them against the allow-list.
use crate::finding::{Checked, Finding, Why};
use crate::scope::{Module, Scopes};
use crate::std_items::{self, Permission};
use crate::syntax::is_keyword;
use crate::token::{Kind, Tokens};
use crate::{crates, macros, messages};

/// A path outside of a `use`.
pub(crate) struct Path {
    /// The position of its first name, and after its last.
    pub(crate) at: usize,
    pub(crate) end: usize,
    pub(crate) names: Vec<String>,
    pub(crate) is_global: bool,
}

/// Adds every path that must not be used.
pub(crate) fn check(tokens: &Tokens, scopes: &Scopes, checked: &mut Checked) {
    for (module, import) in scopes.imports() {
        let line = tokens.line(import.at);
        let relative = Relative::of(&import.path, module, false);
        let mut check = Check { line, written: written(&import.path, import.is_global), checked };
        check.relative(relative);
        check.hidden(&import.path);
        let meanings = scopes.meanings(module, &import.path, import.is_global);
        for meaning in meanings.iter().map(|path| names(path)) {
            check.import(&meaning, import.is_glob);
        }
        let last = import.path.last().map_or("", String::as_str);
        let is_macro = macros::is_allowed(last) || macros::refused(last).is_some();
        let is_own = meanings.is_empty();
        if is_macro && import.name != last && !import.is_glob && !is_own && !is_module(&meanings) {
            check.refuse(messages::MACRO_RENAMED);
        }
    }
    for path in paths(tokens, scopes) {
        let module = scopes.module(path.at);
        let written = written(&path.names, path.is_global);
        let mut check = Check { line: tokens.line(path.at), written, checked };
        check.relative(Relative::of(&path.names, module, path.names.len() == 1));
        check.hidden(&path.names);
        for meaning in scopes.meanings(module, &path.names, path.is_global) {
            check.path(&names(&meaning), path.is_global, is_macro_call(tokens, path.end));
        }
    }
}

/// `vec` and `panic` are modules as well as macros, and may have another name as modules.
fn is_module(meanings: &[Vec<String>]) -> bool {
    meanings.iter().all(|path| matches!(names(path)[..], ["std", "vec" | "panic" | "env"]))
}

fn names(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

fn written(path: &[String], is_global: bool) -> String {
    let path = path.join("::");
    if is_global { format!("::{path}") } else { path }
}

fn is_macro_call(tokens: &Tokens, end: usize) -> bool {
    tokens.is(end, "!") && tokens.kind(end + 1) == Some(Kind::Open)
}

/// Paths that leave the file.
enum Relative {
    Inside,
    /// `crate::…`
    Root,
    /// More `super` than modules around.
    Outside,
}

impl Relative {
    /// `pub(crate)` and `pub(super)` are paths of one name, and no uses.
    fn of(path: &[String], module: &Module, is_visibility: bool) -> Self {
        let supers = path.iter().filter(|name| *name == "super").count();
        match path.first().map(String::as_str) {
            _ if is_visibility => Self::Inside,
            Some("crate") => Self::Root,
            _ if supers > module.depth => Self::Outside,
            _ => Self::Inside,
        }
    }
}

/// The check of one path.
struct Check<'a> {
    line: usize,
    written: String,
    checked: &'a mut Checked,
}

impl Check<'_> {
    fn refuse(&mut self, why: Why) {
        self.checked.refused.push(Finding::new(self.line, self.written.clone(), why));
    }

    fn doubt(&mut self, why: Why) {
        self.checked.unknown.push(Finding::new(self.line, self.written.clone(), why));
    }

    fn relative(&mut self, relative: Relative) {
        match relative {
            Relative::Inside => {}
            Relative::Root => self.refuse(messages::CRATE_ROOT),
            Relative::Outside => self.refuse(messages::SUPER),
        }
    }

    fn hidden(&mut self, path: &[String]) {
        if path.iter().any(|name| name.starts_with("__")) {
            self.refuse(messages::HIDDEN);
        }
    }

    fn import(&mut self, path: &[&str], is_glob: bool) {
        match path {
            ["std", rest @ ..] if is_glob => self.permission(std_items::glob_permission(rest)),
            ["std", name] if macros::is_allowed(name) => {}
            ["std", .., name] if path.len() > 2 || *name != "env" => match macros::refused(name) {
                Some(why) => self.refuse(why),
                None => self.permission(std_items::permission(&path[1..])),
            },
            [name, ..] => {
                if let Some(why) = crates::refused(name) {
                    self.refuse(why);
                }
            }
            [] => {}
        }
    }

    fn path(&mut self, path: &[&str], is_global: bool, is_macro: bool) {
        match path {
            // A single name is a variable or an item, and no crate.
            [_] if !is_global => {}
            ["std", name] if is_macro && macros::is_allowed(name) => {}
            // The name of the macro is checked where its call is.
            ["std", _] if is_macro => {}
            ["std", .., name] if is_macro && macros::is_allowed(name) => {}
            ["std", rest @ ..] => self.permission(std_items::permission(rest)),
            // A crate that is on neither list does not exist.
            [name, ..] => {
                if let Some(why) = crates::refused(name) {
                    self.refuse(why);
                }
            }
            [] => {}
        }
    }

    fn permission(&mut self, permission: Permission) {
        match permission {
            // The rule about `main` is checked for the whole file.
            Permission::Allowed | Permission::OnlyInMain => {}
            Permission::Refused(why) => self.refuse(why),
            Permission::Unknown => self.doubt(messages::UNKNOWN),
        }
    }
}

/// All paths outside of `use` items.
pub(crate) fn paths(tokens: &Tokens, scopes: &Scopes) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(end) = scopes.end_of_use(at) {
            at = end + 1;
            continue;
        }
        match path_at(tokens, at) {
            Some(path) => {
                at = path.end;
                paths.push(path);
            }
            None => at += 1,
        }
    }
    paths
}

/// The path that starts at a token.
fn path_at(tokens: &Tokens, at: usize) -> Option<Path> {
    let is_path_name = |at: usize| {
        tokens.is_name(at) && !(tokens.kind(at) == Some(Kind::Name) && is_keyword(tokens.text(at)))
    };
    let before = |distance: usize| at.checked_sub(distance);
    let (first, is_global) = if tokens.is(at, "::") {
        // In `a::b` and `<T>::b`, the path has started before. `a > ::std::b` is a comparison.
        let continues = before(1).is_some_and(|last| {
            is_path_name(last) || (tokens.is(last, ">") && !is_crate(tokens.text(at + 1)))
        });
        if continues || !is_path_name(at + 1) {
            return None;
        }
        (at + 1, true)
    } else {
        if !is_path_name(at) {
            return None;
        }
        // In `a.b`, b is a field or a method; in `a..b`, it is a path.
        let is_member = before(1).is_some_and(|last| tokens.is(last, "."))
            && !before(2).is_some_and(|last| tokens.is(last, "."));
        let is_continued = before(1).is_some_and(|last| tokens.is(last, "::"));
        if is_member || is_continued {
            return None;
        }
        (at, false)
    };
    let mut names = vec![tokens.text(first).to_owned()];
    let mut end = first + 1;
    while tokens.is(end, "::") && tokens.is_name(end + 1) {
        names.push(tokens.text(end + 1).to_owned());
        end += 2;
    }
    Some(Path { at: first, end, names, is_global })
}

fn is_crate(name: &str) -> bool {
    name == "core" || crates::is_allowed(name) || crates::refused(name).is_some()
}
