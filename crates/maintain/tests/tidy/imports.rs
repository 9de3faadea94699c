//! Finds the modules of a crate and the modules that each of them imports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;
use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, UseTree};

/// The names from the crate root to a module; empty for the root itself.
pub(crate) type ModulePath = Vec<String>;

/// What each module of a crate imports.
#[derive(Default)]
pub(crate) struct Imports {
    /// The paths that each module names, from the crate root.
    paths: BTreeMap<ModulePath, BTreeSet<ModulePath>>,
    /// The modules that are written inside the file of their parent.
    inline: BTreeSet<ModulePath>,
    /// The paths behind the names that `use` brings into a module.
    aliases: BTreeMap<ModulePath, ModulePath>,
}

impl Imports {
    /// Reads the crate whose root is `file`.
    pub(crate) fn of(file: &Path) -> Self {
        let mut imports = Self::default();
        let folder = file.parent().expect("a source file is in a folder");
        imports.read(file, folder, &[]);
        imports
    }

    /// Reads the module `path` and its children, which are in `folder`.
    fn read(&mut self, file: &Path, folder: &Path, path: &[String]) {
        let text =
            fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let source =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        self.read_items(&source.items, file, folder, path);
        Paths { here: path.to_vec(), is_public_use: false, imports: self }.visit_file(&source);
    }

    /// Follows the `mod name;` declarations among `items`, except tests.
    fn read_items(&mut self, items: &[Item], file: &Path, folder: &Path, path: &[String]) {
        for item in items {
            let Item::Mod(module) = item else { continue };
            if is_test(&module.attrs) || module.content.is_some() {
                continue;
            }
            let name = module.ident.to_string();
            let file = match attribute(&module.attrs, "path") {
                Some(relative) => Some(file.with_file_name(relative)),
                None => [folder.join(format!("{name}.rs")), folder.join(&name).join("mod.rs")]
                    .into_iter()
                    .find(|file| file.exists()),
            };
            // A module without a file here is an exercise, whose path depends on a feature.
            let Some(file) = file else { continue };
            let children = match file.file_name().is_some_and(|file| file == "mod.rs") {
                true => file.parent().expect("a file is in a folder").to_owned(),
                false => folder.join(&name),
            };
            let path: ModulePath = path.iter().cloned().chain([name]).collect();
            self.read(&file, &children, &path);
        }
    }

    /// Pairs of importer and imported module.
    ///
    /// Two modules in different folders are represented by the folders at which their paths diverge,
    /// so that folders must not import each other either.
    fn edges(&self) -> BTreeSet<(ModulePath, ModulePath)> {
        let mut edges = BTreeSet::new();
        for (importer, paths) in &self.paths {
            for path in paths {
                let Some((imported, imports_item)) = self.resolve(path) else { continue };
                // An inline module and its parent are one file.
                if self.inline.contains(importer) && importer.starts_with(&imported) {
                    continue;
                }
                let common = importer.iter().zip(&imported).take_while(|(a, b)| a == b).count();
                if common < importer.len() && common < imported.len() {
                    edges.insert((importer[..=common].to_vec(), imported[..=common].to_vec()));
                } else if *importer != imported && (common == importer.len() || imports_item) {
                    edges.insert((importer.clone(), imported));
                }
            }
        }
        edges
    }

    /// The module that defines what `path` names, and whether `path` names an item in it.
    ///
    /// Returns `None` if a re-export leads to another crate.
    fn resolve(&self, path: &[String]) -> Option<(ModulePath, bool)> {
        let mut path = path.to_vec();
        loop {
            let is_module = |length: &usize| self.paths.contains_key(&path[..*length]);
            let length = (0..=path.len()).rev().find(is_module).expect("the root is a module");
            let item = path.get(..=length).and_then(|name| self.aliases.get(name));
            match item {
                None => return Some((path[..length].to_vec(), path.len() > length)),
                // The alias of a name in another crate looks like a path into the module itself.
                Some(alias)
                    if alias.starts_with(&path[..length])
                        && alias.len() > length + 1
                        && !self.paths.contains_key(&alias[..=length]) =>
                {
                    return None;
                }
                Some(alias) if *alias == path[..=length] => {
                    return Some((path[..length].to_vec(), true));
                }
                Some(alias) => path = [&alias[..], &path[length + 1..]].concat(),
            }
        }
    }

    /// A chain of modules of which each imports the next and the last imports the first.
    pub(crate) fn cycle(&self) -> Option<Vec<String>> {
        let edges = self.edges();
        let mut next: BTreeMap<&ModulePath, Vec<&ModulePath>> = BTreeMap::new();
        for (importer, imported) in &edges {
            next.entry(importer).or_default().push(imported);
        }
        next.keys().find_map(|start| {
            // Breadth first, so that the chain is short.
            let mut chains = vec![vec![*start]];
            let mut seen = BTreeSet::new();
            while let Some(chain) = (!chains.is_empty()).then(|| chains.remove(0)) {
                for module in next.get(chain[chain.len() - 1]).into_iter().flatten() {
                    if module == start {
                        return Some(chain.iter().map(|module| module.join("::")).collect());
                    }
                    if seen.insert(*module) {
                        chains.push([&chain[..], &[*module]].concat());
                    }
                }
            }
            None
        })
    }
}

/// Collects the paths in a file; inline modules are modules of their own.
struct Paths<'a> {
    here: ModulePath,
    /// Whether the current path is in a `pub use`, of any visibility.
    is_public_use: bool,
    imports: &'a mut Imports,
}

impl Paths<'_> {
    /// Records that `segments` are named, and as `alias` if `use` names them.
    fn add(&mut self, segments: &[String], alias: Option<&syn::Ident>) {
        let mut base = self.here.clone();
        let mut rest = segments;
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "crate" => base.clear(),
                "super" => _ = base.pop(),
                "self" => {}
                _ => break,
            }
            rest = others;
        }
        let path = [&base[..], rest].concat();
        // A module that re-exports items of its children does not depend on them.
        let is_reexport = self.is_public_use && path.starts_with(&self.here);
        if let Some(alias) = alias {
            let name = [&self.here[..], &[alias.to_string()]].concat();
            self.imports.aliases.insert(name, path.clone());
        }
        if !is_reexport {
            self.imports.paths.entry(self.here.clone()).or_default().insert(path);
        }
    }

    fn add_tree(&mut self, tree: &UseTree, prefix: &[String]) {
        let with = |name: &syn::Ident| [prefix, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.add_tree(&path.tree, &with(&path.ident)),
            UseTree::Name(name) => self.add(&with(&name.ident), Some(&name.ident)),
            UseTree::Rename(rename) => self.add(&with(&rename.ident), Some(&rename.rename)),
            UseTree::Glob(_) => self.add(prefix, None),
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add_tree(tree, prefix));
            }
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_file(&mut self, file: &'ast syn::File) {
        self.imports.paths.entry(self.here.clone()).or_default();
        syn::visit::visit_file(self, file);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test(&module.attrs) && module.content.is_some() {
            self.here.push(module.ident.to_string());
            self.imports.inline.insert(self.here.clone());
            self.imports.paths.entry(self.here.clone()).or_default();
            syn::visit::visit_item_mod(self, module);
            self.here.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.is_public_use = !matches!(item.vis, syn::Visibility::Inherited);
        self.add_tree(&item.tree, &[]);
        self.is_public_use = false;
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<_> = path.segments.iter().map(|it| it.ident.to_string()).collect();
        if segments.len() > 1 && path.leading_colon.is_none() {
            self.add(&segments, None);
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

/// The value of the attribute `#[name = "value"]`.
fn attribute(attributes: &[Attribute], name: &str) -> Option<PathBuf> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident(name) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().into()),
            _ => None,
        },
        _ => None,
    })
}
