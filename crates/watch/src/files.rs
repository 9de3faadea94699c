//! What the files of the exercises hold. Only another text is a change: not a touch, not a file that
//! was replaced by its like.
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The texts of all exercises, as they were when somebody looked last.
#[derive(Debug)]
pub(crate) struct Files {
    paths: BTreeMap<String, PathBuf>,
    texts: Texts,
}

/// By exercise; `None` where there is no file.
type Texts = BTreeMap<String, Option<Vec<u8>>>;

impl Files {
    pub(crate) fn new(paths: impl IntoIterator<Item = (String, PathBuf)>) -> Self {
        let mut files = Self { paths: paths.into_iter().collect(), texts: Texts::new() };
        files.changed();
        files
    }

    /// The texts at this moment.
    pub(crate) fn now(&self) -> Texts {
        self.paths.iter().map(|(name, path)| (name.clone(), fs::read(path).ok())).collect()
    }

    /// Whether nothing has changed since the last look.
    pub(crate) fn are_as_they_were(&self) -> bool {
        self.now() == self.texts
    }

    /// The exercises whose file has another text than at the last look.
    pub(crate) fn changed(&mut self) -> Vec<String> {
        let now = self.now();
        let is_new = |name: &&String| now.get(*name) != self.texts.get(*name);
        let changed = now.keys().filter(is_new).cloned().collect();
        self.texts = now;
        changed
    }

    /// Whether the file has a text. An editor that writes may just have emptied or deleted it.
    pub(crate) fn is_whole(&self, name: &str) -> bool {
        matches!(self.texts.get(name), Some(Some(text)) if !text.trim_ascii().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_text_is_a_change() {
        let exe = std::env::current_exe().expect("a test knows its file");
        let folder = exe.parent().expect("a folder").join("watch-files");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join("loon.rs");
        let mut files = Files::new([("loon".to_owned(), file.clone())]);
        assert!(files.changed().is_empty() && !files.is_whole("loon"), "there is none");

        fs::write(&file, "fn main() {}").expect("a file");
        assert_eq!(files.changed(), ["loon"]);
        fs::write(&file, "fn main() {}").expect("a file");
        assert!(files.changed().is_empty(), "the same text again");

        let other = folder.join("loon.rs~");
        fs::write(&other, "fn main() { }").expect("a file");
        fs::rename(&other, &file).expect("replaced");
        assert_eq!(files.changed(), ["loon"], "another file in its place");
        assert!(files.is_whole("loon"));

        fs::write(&file, " \n").expect("a file");
        assert_eq!(files.changed(), ["loon"]);
        assert!(!files.is_whole("loon"), "half-written");
    }
}
