//! The contents of the exercises. A file has changed only if its contents differ.
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The contents of all exercises at the time of the last call of [`changed`](Files::changed).
#[derive(Debug)]
pub(crate) struct Files {
    paths: BTreeMap<String, PathBuf>,
    contents: Contents,
}

/// The bytes of each exercise's file; `None` if there is no file.
type Contents = BTreeMap<String, Option<Vec<u8>>>;

impl Files {
    pub(crate) fn new(paths: impl IntoIterator<Item = (String, PathBuf)>) -> Self {
        let mut files = Self { paths: paths.into_iter().collect(), contents: Contents::new() };
        files.contents = files.read();
        files
    }

    /// Reads all files.
    pub(crate) fn read(&self) -> Contents {
        self.paths.iter().map(|(name, path)| (name.clone(), fs::read(path).ok())).collect()
    }

    /// Returns whether any file has changed since the last call of [`changed`](Files::changed).
    pub(crate) fn any_changed(&self) -> bool {
        self.read() != self.contents
    }

    /// Returns the exercises that have changed since the last call.
    pub(crate) fn changed(&mut self) -> Vec<String> {
        let before = std::mem::take(&mut self.contents);
        self.contents = self.read();
        let changed = self.contents.iter().filter(|(name, now)| before.get(*name) != Some(now));
        changed.map(|(name, _)| name.clone()).collect()
    }

    /// Returns whether the file exists and is not empty. It may be neither while an editor saves.
    pub(crate) fn has_text(&self, name: &str) -> bool {
        matches!(self.contents.get(name), Some(Some(text)) if !text.trim_ascii().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_changed_only_if_its_contents_differ() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("loon.rs");
        let mut files = Files::new([("loon".to_owned(), file.clone())]);
        assert!(files.changed().is_empty() && !files.has_text("loon"));

        fs::write(&file, "fn main() {}").unwrap();
        assert_eq!(files.changed(), ["loon"]);
        fs::write(&file, "fn main() {}").unwrap();
        assert!(files.changed().is_empty(), "the contents are the same");

        let other = folder.path().join("loon.rs~");
        fs::write(&other, "fn main() { }").unwrap();
        fs::rename(&other, &file).unwrap();
        assert_eq!(files.changed(), ["loon"], "the file was replaced");
        assert!(files.has_text("loon"));

        fs::write(&file, " \n").unwrap();
        assert_eq!(files.changed(), ["loon"]);
        assert!(!files.has_text("loon"));
    }
}
