//! The layouts in which platforms export the submissions of a class.

/// A platform whose export is recognized by the names of its files or folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layout {
    /// A folder or file for each student, named after the student.
    Plain,
    /// `Ada Lovelace_123456_assignsubmission_file_`: a folder, or the start of a file's name.
    Moodle,
    /// `lovelaceada_LATE_1234_567890_loon-2.rs`: all files in one folder.
    Canvas,
    /// `submission_12345678`: a folder; `submission_metadata.yml` has the names.
    Gradescope,
}

impl Layout {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "one folder, archive or file for each student",
            Self::Moodle => "an export of Moodle",
            Self::Canvas => "an export of Canvas",
            Self::Gradescope => "an export of Gradescope",
        }
    }

    /// The layout of a class with these names of files and folders. All of them must agree.
    pub(crate) fn of<'a>(entries: impl Iterator<Item = &'a str> + Clone) -> Self {
        let layouts = [Self::Moodle, Self::Canvas, Self::Gradescope];
        let all = |layout: &Self| {
            let mut entries = entries.clone().peekable();
            entries.peek().is_some() && entries.all(|entry| layout.parse(entry).is_some())
        };
        layouts.into_iter().find(all).unwrap_or(Self::Plain)
    }

    /// The student of an entry, and the original name of the file if the entry is a file of many.
    pub(crate) fn parse(self, entry: &str) -> Option<(String, Option<String>)> {
        match self {
            Self::Plain => Some((plain(entry), None)),
            Self::Moodle => moodle(entry),
            Self::Canvas => canvas(entry),
            Self::Gradescope => {
                let number = entry.strip_prefix("submission_")?;
                is_number(number).then(|| (entry.to_owned(), None))
            }
        }
    }
}

/// `ada.tar.gz` without its extensions. Other dots are part of a name: `ada.lovelace`.
fn plain(entry: &str) -> String {
    let lower = entry.to_lowercase();
    let end = [".tar.gz", ".tgz", ".tar", ".zip", ".rs", ".git"];
    let end = end.into_iter().find(|end| lower.ends_with(end) && lower.len() > end.len());
    entry[..entry.len() - end.map_or(0, str::len)].to_owned()
}

fn moodle(entry: &str) -> Option<(String, Option<String>)> {
    let (before, after) = entry.split_once("_assignsubmission_file")?;
    let (name, number) = before.rsplit_once('_')?;
    let file = after.trim_start_matches('_');
    let file = (!file.is_empty()).then(|| file.to_owned());
    // Two students can have the same name, so that the number stays.
    (is_number(number) && !name.is_empty()).then(|| (format!("{name}_{number}"), file))
}

fn canvas(entry: &str) -> Option<(String, Option<String>)> {
    let (name, rest) = entry.split_once('_').filter(|(name, _)| !name.is_empty())?;
    let rest = rest.strip_prefix("LATE_").unwrap_or(rest);
    let mut parts = rest.splitn(3, '_');
    let (student, submission) = (parts.next()?, parts.next()?);
    let file = parts.next().filter(|file| !file.is_empty())?;
    let is_file = is_number(student) && is_number(submission);
    is_file.then(|| (format!("{name}_{student}"), Some(without_resubmission(file))))
}

/// Canvas calls the second upload of `loon.rs` `loon-1.rs`.
fn without_resubmission(file: &str) -> String {
    let Some((stem, extension)) = file.rsplit_once('.') else { return file.to_owned() };
    match stem.rsplit_once('-') {
        Some((name, number)) if is_number(number) => format!("{name}.{extension}"),
        _ => file.to_owned(),
    }
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn student(layout: Layout, entry: &str) -> (String, String) {
        let (student, file) = layout.parse(entry).unwrap();
        (student, file.unwrap_or_default())
    }

    #[test]
    fn exports_are_recognized() {
        let of = |entries: &[&str]| Layout::of(entries.iter().copied());
        let moodle = ["Ada Lovelace_12_assignsubmission_file_", "Bo_7_assignsubmission_file"];
        let canvas = ["lovelaceada_1234_567_loon.rs", "bo_LATE_77_568_loon-1.rs"];
        assert_eq!(of(&moodle), Layout::Moodle);
        assert_eq!(of(&canvas), Layout::Canvas);
        assert_eq!(of(&["submission_1", "submission_22"]), Layout::Gradescope);
        assert_eq!(of(&["submission_1", "ada"]), Layout::Plain);
        assert_eq!(of(&["ada_lovelace", "bo.zip"]), Layout::Plain);
        assert_eq!(of(&[]), Layout::Plain);
    }

    #[test]
    fn students_and_files_are_read_from_the_names() {
        let is = |layout, entry, name: &str, file: &str| {
            assert_eq!(student(layout, entry), (name.to_owned(), file.to_owned()));
        };
        let moodle = "Zoë de la Cruz_12_assignsubmission_file_";
        is(Layout::Moodle, moodle, "Zoë de la Cruz_12", "");
        let zip = "Zoë de la Cruz_12_assignsubmission_file_my work.zip";
        is(Layout::Moodle, zip, "Zoë de la Cruz_12", "my work.zip");
        is(Layout::Canvas, "lovelaceada_1234_567_loon.rs", "lovelaceada_1234", "loon.rs");
        is(Layout::Canvas, "bo_LATE_77_568_my_work-3.zip", "bo_77", "my_work.zip");
        is(Layout::Plain, "ada.lovelace.tar.gz", "ada.lovelace", "");
        is(Layout::Plain, ".rs", ".rs", "");
        is(Layout::Plain, "hw1-ada.git", "hw1-ada", "");
    }
}
