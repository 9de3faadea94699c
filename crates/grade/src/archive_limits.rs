//! The limits of an archive, and why one cannot be read.
use std::io::{self, Read, Seek};

use crate::submitted_file::SubmittedFile;

/// How many entries an archive may have.
pub(crate) const MAX_ENTRIES: usize = 100_000;

/// Every entry of the central directory begins with this.
const SIGNATURE: [u8; 4] = *b"PK\x01\x02";

/// The smallest possible entry of a central directory, in bytes.
const MIN_ENTRY: u64 = 46;

/// Why an archive cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    Format(&'static str),
    /// It is too large or ambiguous.
    Refused(&'static str),
    Io,
    /// This machine cannot read it.
    Failed(SubmittedFile),
}

impl Problem {
    pub(crate) const TOO_MANY: Self =
        Self::Refused("has too many files: leave out the folder target");
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match SubmittedFile::unreadable(&error) {
            failed @ SubmittedFile::Failed(_) => Self::Failed(failed),
            _ => Self::Io,
        }
    }
}

impl From<zip::result::ZipError> for Problem {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => error.into(),
            _ => Self::Io,
        }
    }
}

/// Whether a zip has at least `max` entries, without a list of them in memory. The file is at its start again.
pub(crate) fn entries_at_least(file: &mut (impl Read + Seek), max: usize) -> io::Result<bool> {
    let size = file.seek(io::SeekFrom::End(0))?;
    file.rewind()?;
    if size / MIN_ENTRY < max as u64 {
        return Ok(false);
    }
    let mut count = 0;
    let mut matched = 0;
    let mut buffer = [0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        for byte in &buffer[..read] {
            matched = match *byte {
                byte if byte == SIGNATURE[matched] => matched + 1,
                byte if byte == SIGNATURE[0] => 1,
                _ => 0,
            };
            if matched == SIGNATURE.len() {
                (count, matched) = (count + 1, 0);
            }
        }
        if count >= max {
            break;
        }
    }
    file.rewind()?;
    Ok(count >= max)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn entries_are_counted_up_to_the_limit() {
        let entry = [&SIGNATURE[..], &[0; 42]].concat();
        let mut file = Cursor::new(entry.repeat(3_000));
        assert!(entries_at_least(&mut file, 3_000).unwrap());
        assert!(!entries_at_least(&mut file, 3_001).unwrap());
        file.get_mut()[0] = 0;
        assert!(!entries_at_least(&mut file, 3_000).unwrap());
        assert_eq!(file.position(), 0);
    }
}
