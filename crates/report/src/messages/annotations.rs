//! Annotations of rows.

use crate::analysis::{Annotation, AnnotationKind};
use crate::names::Names;
use crate::source::user_line;

/// Why a step matters. The table can break the line after a semicolon.
pub(crate) fn annotation(annotation: &Annotation<'_>, names: &Names) -> String {
    let thread = names.thread(annotation.thread);
    match annotation.kind {
        AnnotationKind::HasRead => format!("{thread} has read, not yet written"),
        AnnotationKind::HasUnlocked(lock) => {
            format!("{thread} has unlocked `{}`; will lock it again", names.object(lock))
        }
        AnnotationKind::Holds(lock) => format!("{thread} holds {}", names.object(lock)),
        AnnotationKind::HasReadPart => format!("{thread} has read only a part"),
        AnnotationKind::HasWrittenPart => format!("{thread} has written only a part"),
        AnnotationKind::Interrupted => format!("{thread} is interrupted here"),
        AnnotationKind::Stale { writer, place, value, is_write } => {
            let (writer, value) = (names.thread(writer), value.unwrap_or("a newer value"));
            let at = user_line(place).map_or(String::new(), |line| format!(" at {line}"));
            match is_write {
                true => {
                    format!("{writer} wrote {value}{at}; all threads see that as the newer value")
                }
                false => format!("{writer} wrote {value}{at}; {thread} need not see it yet"),
            }
        }
    }
}
