//! One file of a submission.
use std::borrow::Cow;
use std::io::{self, ErrorKind, Read};

/// The size limit of an exercise's file, in bytes.
pub(crate) const MAX_SIZE: u64 = 256 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SubmittedFile {
    Text(String),
    Missing,
    /// The file exists but is not accepted, for the given reason.
    Refused(Cow<'static, str>),
    /// This machine cannot read the file, for the given reason.
    Failed(String),
}

impl SubmittedFile {
    pub(crate) const LINK: Self =
        Self::Refused(Cow::Borrowed("the file is a link; submit the file itself"));
    pub(crate) const NOT_A_FILE: Self = Self::Refused(Cow::Borrowed("it is not a regular file"));
    pub(crate) const TOO_LARGE: Self =
        Self::Refused(Cow::Borrowed("the file is larger than 256 KiB"));
    pub(crate) const NOT_TEXT: Self =
        Self::Refused(Cow::Borrowed("the file is not UTF-8 text: save it as UTF-8"));
    pub(crate) const UNREADABLE: Self = Self::Refused(Cow::Borrowed("the file cannot be read"));

    pub(crate) const ENCRYPTED: Self = Self::Refused(Cow::Borrowed(
        "the archive is encrypted or uses an unusual compression; create an ordinary zip",
    ));

    /// A file that cannot be opened or read.
    pub(crate) fn unreadable(error: &io::Error) -> Self {
        match is_of_this_machine(error) {
            true => Self::Failed(format!("this machine cannot read the file: {error}")),
            false => Self::UNREADABLE,
        }
    }

    pub(crate) fn duplicate(one: &str, other: &str) -> Self {
        Self::Refused(format!("{one} and {other} differ: submit one of them only").into())
    }

    pub(crate) fn too_many(name: &str) -> Self {
        Self::Refused(format!("the submission has too many files called {name}.rs").into())
    }

    /// Reads an entry of a folder or an archive if it is a regular file.
    pub(crate) fn read_entry<R: Read>(
        is_link: bool,
        is_file: bool,
        open: impl FnOnce() -> io::Result<R>,
    ) -> Self {
        match (is_link, is_file) {
            (true, _) => Self::LINK,
            (_, true) => open().map_or_else(|error| Self::unreadable(&error), Self::read),
            _ => Self::NOT_A_FILE,
        }
    }

    /// Reads the text of a regular file.
    pub(crate) fn read(file: impl Read) -> Self {
        let mut bytes = Vec::new();
        match file.take(MAX_SIZE + 1).read_to_end(&mut bytes) {
            Err(error) => Self::unreadable(&error),
            Ok(_) if bytes.len() as u64 > MAX_SIZE => Self::TOO_LARGE,
            Ok(_) => match String::from_utf8(bytes) {
                Ok(text) if !text.contains('\0') => {
                    // Editors on Windows may write a byte order mark.
                    Self::Text(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
                }
                _ => Self::NOT_TEXT,
            },
        }
    }
}

/// Whether this machine is at fault, which may have no descriptors, no memory or a broken disk. The submitter
/// chooses the name, the kind, the permissions and the content of a file. An error of a library has no number.
pub(crate) fn is_of_this_machine(error: &io::Error) -> bool {
    let of_the_file = [
        ErrorKind::InvalidFilename,
        ErrorKind::InvalidInput,
        ErrorKind::IsADirectory,
        ErrorKind::NotADirectory,
        ErrorKind::NotFound,
        ErrorKind::PermissionDenied,
    ];
    error.raw_os_error().is_some() && !of_the_file.contains(&error.kind())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_within_the_size_limit_is_accepted() {
        let text = |text: &str| SubmittedFile::Text(text.to_owned());
        assert_eq!(SubmittedFile::read(&b"fn main() {}"[..]), text("fn main() {}"));
        assert_eq!(SubmittedFile::read(&b"\xef\xbb\xbffn"[..]), text("fn"));
        assert_eq!(SubmittedFile::read(&b"fn \0"[..]), SubmittedFile::NOT_TEXT);
        assert_eq!(SubmittedFile::read(&b"\xff\xfe"[..]), SubmittedFile::NOT_TEXT);
        assert_eq!(SubmittedFile::read(std::io::repeat(b' ')), SubmittedFile::TOO_LARGE);
    }

    #[cfg(unix)]
    #[test]
    fn a_fault_of_this_machine_is_not_one_of_the_file() {
        let unreadable = |number| SubmittedFile::unreadable(&io::Error::from_raw_os_error(number));
        let (no_entry, io, no_memory, access, too_many_files) = (2, 5, 12, 13, 24);
        for number in [no_entry, access] {
            assert_eq!(unreadable(number), SubmittedFile::UNREADABLE, "{number}");
        }
        for number in [io, no_memory, too_many_files] {
            assert!(matches!(unreadable(number), SubmittedFile::Failed(_)), "{number}");
        }
        assert_eq!(
            SubmittedFile::unreadable(&io::Error::other("corrupt")),
            SubmittedFile::UNREADABLE
        );
    }
}
