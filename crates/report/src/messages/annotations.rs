//! Annotations of rows.

use crate::analysis::{Annotation, AnnotationKind, StaleAccess};
use crate::names::Names;
use crate::source::user_line;

/// What a thread was doing when it was interrupted.
pub(crate) fn annotation(annotation: &Annotation, names: &Names) -> String {
    let thread = names.thread(annotation.interrupted);
    match annotation.kind {
        AnnotationKind::HasRead => format!("{thread} has read, not yet written"),
        AnnotationKind::HasUnlocked(lock) => {
            format!("{thread} has unlocked `{}` and will lock it again", names.object(lock))
        }
        AnnotationKind::Holds(lock) => format!("{thread} holds {}", names.object(lock)),
        AnnotationKind::HasReadPart => format!("{thread} has read only a part"),
        AnnotationKind::HasWrittenPart => format!("{thread} has written only a part"),
        AnnotationKind::Other => format!("{thread} is interrupted here"),
    }
}

/// Which newer store there is. The table can break the line after the semicolon.
pub(crate) fn stale_access(access: &StaleAccess<'_>, names: &Names) -> String {
    let (writer, thread) = (names.thread(access.writer), names.thread(access.thread));
    let value = access.value.unwrap_or("a newer value");
    let at = user_line(access.place).map_or(String::new(), |line| format!(" at {line}"));
    let consequence = match access.is_write {
        true => "all threads see that as the newer value".to_owned(),
        false => format!("{thread} need not see it yet"),
    };
    format!("{writer} wrote {value}{at}; {consequence}")
}
