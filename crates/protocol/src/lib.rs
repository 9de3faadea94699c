//! What crosses a process boundary: verdicts, test records, environment names and exit codes.
//!
//! A test runs in a process of its own and reports to the command that started it. The command
//! says through [`environment`] where the [`TestRecord`] goes, the test writes it, and the command reads it
//! back. Everything in a record is typed data or text for people, and text is never parsed.
//!
//! ```
//! use protocol::{TestRecord, Verdict};
//!
//! let record = TestRecord::new("every_birthday_counts", "every birthday counts", Verdict::Race)
//!     .with_summary("41 is not 42");
//! let text = record.to_text("");
//! assert_eq!(TestRecord::from_text(&text, ""), Ok(record));
//! ```
#![forbid(unsafe_code)]

mod coverage;
pub mod environment;
pub mod exit_code;
mod json;
mod named;
mod progress;
mod record;
pub mod record_dir;
mod replay;
mod request;
mod size;
mod terminal_report;
pub mod timeline;
mod turn;
mod verdict;

pub use coverage::{Coverage, Extent};
pub use progress::Progress;
pub use record::{InvalidRecord, TestRecord};
pub use replay::Replay;
pub use report::text::{counted, truncated, with_commas};
pub use report::{
    Action, Choices, Fold, Gap, NextStep, ObjectState, PossibleResult, ThreadState, Timeline,
    TimelineStep,
};
pub use request::{Request, RequestedTest};
pub use size::Size;
pub use terminal_report::TerminalReport;
pub use turn::{Ending, Tally, Turn};
pub use verdict::{UnknownVerdict, Verdict};
