//! The options that several commands share.
use std::time::Duration;

use course::{Arguments, Error, usage};

use crate::formats::Format;

/// The time limit of each file, in seconds. The engine's own limits are counted in steps and reached
/// long before.
const TIME_LIMIT: usize = 60;

/// The format that the options choose.
pub(crate) fn format(arguments: &Arguments) -> Result<Format, Error> {
    let mut chosen: Vec<Format> = [Format::Json, Format::Junit, Format::Markdown]
        .into_iter()
        .filter(|format| arguments.has(format.name()))
        .collect();
    if let Some(name) = arguments.option("format") {
        let name = name.to_string_lossy();
        let format = Format::ALL.into_iter().find(|format| format.name() == name);
        chosen.push(format.ok_or_else(|| {
            let names = Format::ALL.map(Format::name).join(", ");
            Error::new(format!("there is no format `{name}`"))
                .help(format!("the formats are: {names}"))
        })?);
    }
    match chosen.as_slice() {
        [] => Ok(Format::Table),
        [one] => Ok(*one),
        _ => Err(usage("grade", "`grade` prints one format at a time".to_owned())),
    }
}

/// How long a file may take.
pub(crate) fn time_limit(arguments: &Arguments) -> Result<Duration, Error> {
    let seconds = arguments.number("limit")?.unwrap_or(TIME_LIMIT);
    Ok(Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX)))
}
