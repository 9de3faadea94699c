//! The modules of a file, and what each name in them means.
use std::collections::{BTreeMap, BTreeSet};

use crate::token::Tokens;
use crate::use_tree::{self, Import};

/// The body of an inline module, or the whole file.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The number of modules around it: 0 for the file.
    pub(crate) depth: usize,
    /// `#[cfg(test)]`, or inside of such a module.
    pub(crate) is_test: bool,
    /// The types and modules that are defined in it.
    items: BTreeSet<String>,
    imports: Vec<Import>,
    /// The names of the imports, and whether one of them is for something of another name.
    imported: BTreeMap<String, bool>,
    has_globs: bool,
}

impl Module {
    fn add(&mut self, imports: Vec<Import>) {
        for import in imports {
            let is_other = import.path.first() != Some(&import.name);
            *self.imported.entry(import.name.clone()).or_default() |= is_other;
            self.has_globs |= import.is_glob;
            self.imports.push(import);
        }
    }
}

/// All modules of a file.
pub(crate) struct Scopes {
    modules: Vec<Module>,
    /// The module of each token.
    module_of: Vec<usize>,
    /// The first and the last token of each `use`.
    uses: BTreeMap<usize, usize>,
    /// What imported names stand for in the whole file, as paths of std or of a crate.
    aliases: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// The first import that `aliases` does not follow to its end.
    unresolved: Option<usize>,
}

/// The keywords that begin an item with a name in the type namespace.
const ITEMS: [&str; 6] = ["mod", "struct", "enum", "trait", "type", "union"];

/// More meanings of one name are refused, because they take long to follow. No solution needs them.
const MAX_MEANINGS: usize = 8;

/// How many imports may lead from one to the next.
const MAX_CHAIN: usize = 8;

impl Scopes {
    pub(crate) fn new(tokens: &Tokens) -> Self {
        let (mut modules, module_of, bodies) = modules(tokens);
        for (module, (from, to)) in modules.iter_mut().zip(bodies) {
            module.items = items(tokens, from, to);
        }
        let mut uses = BTreeMap::new();
        let mut at = 0;
        while at < tokens.len() {
            if tokens.is(at, "use") && !tokens.is(at + 1, "<") {
                let (imports, end) = use_tree::imports(tokens, at);
                modules[module_of[at]].add(imports);
                uses.insert(at, end);
                at = end;
            }
            at += 1;
        }
        let mut scopes =
            Self { modules, module_of, uses, aliases: BTreeMap::new(), unresolved: None };
        scopes.resolve_aliases();
        scopes
    }

    /// The module around a token.
    pub(crate) fn module(&self, at: usize) -> &Module {
        &self.modules[self.module_of.get(at).copied().unwrap_or(0)]
    }

    /// Every import, with its module.
    pub(crate) fn imports(&self) -> impl Iterator<Item = (&Module, &Import)> {
        self.modules
            .iter()
            .flat_map(|module| module.imports.iter().map(move |import| (module, import)))
    }

    /// An import whose meaning is unknown, because it is part of a long chain or of a circle of imports.
    pub(crate) fn unresolved(&self) -> Option<&Import> {
        let at = self.unresolved?;
        self.imports().map(|(_, import)| import).find(|import| import.at == at)
    }

    /// The last token of the `use` that begins at a token.
    pub(crate) fn end_of_use(&self, at: usize) -> Option<usize> {
        self.uses.get(&at).copied()
    }

    /// What a path may mean: paths that begin with `std` or the name of a crate. Empty for a path into
    /// the file itself.
    pub(crate) fn meanings(
        &self,
        module: &Module,
        path: &[String],
        is_global: bool,
    ) -> Vec<Vec<String>> {
        let Some(first) = path.first() else { return Vec::new() };
        if is_global {
            return vec![with_std(path)];
        }
        let is_imported = |name: &String| module.imported.contains_key(name);
        let mut meanings = Vec::new();
        for (index, name) in path.iter().enumerate() {
            // What an inner module imports is visible through its path or through `*`.
            let is_hidden = module.items.contains(name) && !is_imported(name);
            let is_visible = index > 0 || is_imported(name) || module.has_globs && !is_hidden;
            for target in self.aliases.get(name).into_iter().flatten().filter(|_| is_visible) {
                meanings.push([target.as_slice(), &path[index + 1..]].concat());
            }
        }
        let is_own = module.items.contains(first)
            || is_relative(first)
            || module.imported.get(first).is_some_and(|is_other| *is_other);
        if !is_own && meanings.is_empty() {
            meanings.push(with_std(path));
        }
        // `self::std`, `super::std` and `crate::std` are std where a module has imported it.
        let rest: Vec<String> = path.iter().skip_while(|name| is_relative(name)).cloned().collect();
        if rest.len() < path.len() && rest.first().is_some_and(|it| it == "std" || it == "core") {
            meanings.push(with_std(&rest));
        }
        meanings
    }

    /// Repeats until no import changes: an import may go through another one.
    fn resolve_aliases(&mut self) {
        for _ in 0..MAX_CHAIN {
            let mut added = Vec::new();
            for (module, import) in self.imports().filter(|(_, import)| !import.is_glob) {
                for meaning in self.meanings(module, &import.path, import.is_global) {
                    added.push((import.name.clone(), meaning, import.at));
                }
            }
            self.unresolved = None;
            for (name, meaning, at) in added {
                let meanings = self.aliases.entry(name).or_default();
                let is_new = !meanings.contains(&meaning);
                if is_new {
                    self.unresolved.get_or_insert(at);
                }
                if meanings.len() < MAX_MEANINGS {
                    meanings.insert(meaning);
                }
            }
            if self.unresolved.is_none() {
                return;
            }
        }
    }
}

fn is_relative(name: &str) -> bool {
    matches!(name, "self" | "super" | "crate" | "Self")
}

/// In the tests, `core` is the same crate as `std`.
fn with_std(path: &[String]) -> Vec<String> {
    let mut path = path.to_vec();
    if path.first().is_some_and(|first| first == "core") {
        path[0] = "std".to_owned();
    }
    path
}

type Range = (usize, usize);

/// The modules in the order of their beginning, with the file as the first; the module of each token;
/// and the tokens inside each module.
fn modules(tokens: &Tokens) -> (Vec<Module>, Vec<usize>, Vec<Range>) {
    let (mut modules, mut bodies) = (vec![Module::default()], vec![(0, tokens.len())]);
    let mut module_of = Vec::with_capacity(tokens.len());
    let mut around = vec![0];
    for at in 0..tokens.len() {
        while around.len() > 1 && bodies[around[around.len() - 1]].1 <= at {
            around.pop();
        }
        let inside = around[around.len() - 1];
        module_of.push(inside);
        if tokens.is(at, "mod") && tokens.is_name(at + 1) && tokens.is(at + 2, "{") {
            let depth = modules[inside].depth + 1;
            let is_test = modules[inside].is_test || has_cfg_test(tokens, at);
            around.push(modules.len());
            modules.push(Module { depth, is_test, ..Module::default() });
            bodies.push((at + 3, tokens.close(at + 2)));
        }
    }
    (modules, module_of, bodies)
}

/// The types and modules that are defined between two tokens, outside of functions.
fn items(tokens: &Tokens, from: usize, to: usize) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    let mut at = from;
    while at < to {
        if ITEMS.iter().any(|item| tokens.is(at, item)) && tokens.is_name(at + 1) {
            items.insert(tokens.text(at + 1).to_owned());
        }
        at = tokens.close_or(at) + 1;
    }
    items
}

/// Whether `#[cfg(test)]` is among the attributes of the item at `at`.
fn has_cfg_test(tokens: &Tokens, at: usize) -> bool {
    let mut at = at;
    while at > 0 && (tokens.is(at - 1, "pub") || tokens.is(at - 1, "]") || tokens.is(at - 1, ")")) {
        let open = if tokens.is(at - 1, "pub") { at - 1 } else { tokens.close(at - 1) };
        if tokens.are(open, &["[", "cfg", "(", "test", ")", "]"]) {
            return true;
        }
        at = if open > 0 && tokens.is(open - 1, "#") { open - 1 } else { open };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(source: &str, path: &str) -> Vec<String> {
        let tokens = Tokens::parse(source).unwrap();
        let scopes = Scopes::new(&tokens);
        // The module of the last token.
        let module = scopes.module(tokens.len() - 2);
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        scopes.meanings(module, &path, false).iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn imports_are_followed() {
        assert_eq!(meanings("use std::io; ;", "io::stdin"), ["std::io::stdin"]);
        assert_eq!(meanings("use std as s; use s::io as i; ;", "i::stdin"), ["std::io::stdin"]);
        assert_eq!(meanings("mod m { pub use std::io; } ;", "m::io::stdin")[0], "std::io::stdin");
        assert_eq!(
            meanings("use std::io::{self as i}; mod m { use super::*; ; }", "i::x"),
            ["std::io::x"]
        );
        assert_eq!(meanings("use core::cmp; ;", "cmp::max"), ["std::cmp::max"]);
    }

    #[test]
    fn what_is_not_followed_to_its_end_is_known() {
        let unresolved = |source: &str| {
            let tokens = Tokens::parse(source).unwrap();
            Scopes::new(&tokens).unresolved().map(|import| import.name.clone())
        };
        let chain = |imports: usize| -> String {
            (1..imports).map(|at| format!("use a{} as a{at};", at - 1)).collect()
        };
        let meanings = |modules: usize| -> String {
            (0..modules).map(|at| format!("mod m{at} {{ pub use std::x{at} as p; }}")).collect()
        };
        assert_eq!(unresolved(&format!("use std as a0; {}", chain(6))), None);
        assert_eq!(unresolved(&format!("use std as a0; {}", chain(12))).as_deref(), Some("a7"));
        assert_eq!(unresolved(&meanings(8)), None);
        assert_eq!(unresolved(&meanings(9)).as_deref(), Some("p"));
    }

    #[test]
    fn a_module_of_the_file_hides_a_crate_only_where_it_is_visible() {
        assert_eq!(meanings("mod judge {} ;", "judge::x"), [""; 0]);
        assert_eq!(meanings("mod judge {} mod m { ; }", "judge::x"), ["judge::x"]);
        assert_eq!(meanings("fn f() { mod judge {} } ;", "judge::x"), ["judge::x"]);
        assert_eq!(meanings("mod util { } use util::judge; ;", "judge::x"), [""; 0]);
    }

    #[test]
    fn std_cannot_be_reached_through_a_relative_path() {
        assert_eq!(meanings("; ;", "crate::std::fs"), ["std::fs"]);
        assert_eq!(meanings("mod std {} ;", "std::fs"), [""; 0]);
    }
}
