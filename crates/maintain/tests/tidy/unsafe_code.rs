//! Finds `unsafe` blocks, functions and implementations.

use std::fs;
use std::path::Path;

use syn::visit::Visit;

/// Whether `file` has unsafe code.
pub(crate) fn has_unsafe_code(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap();
    // Parsing takes most of the time.
    if !text.contains("unsafe") {
        return false;
    }
    let source = syn::parse_file(&text).unwrap();
    let mut finder = Finder { found: false };
    finder.visit_file(&source);
    finder.found
}

struct Finder {
    found: bool,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr_unsafe(&mut self, _: &'ast syn::ExprUnsafe) {
        self.found = true;
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.found |= signature.unsafety.is_some();
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.found |= item.unsafety.is_some();
        syn::visit::visit_item_impl(self, item);
    }
}
