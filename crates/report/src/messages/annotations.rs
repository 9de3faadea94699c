//! What a thread was in the middle of when another one came in between.

pub(crate) fn looked(thread: &str) -> String {
    format!("{thread} has looked, not yet written")
}

pub(crate) fn let_go(thread: &str, lock: &str) -> String {
    format!("{thread} has let {lock} go, and comes back")
}

pub(crate) fn holds(thread: &str, lock: &str) -> String {
    format!("{thread} holds {lock}")
}

pub(crate) fn half_done(thread: &str, is_read: bool) -> String {
    match is_read {
        true => format!("{thread} has read only a part"),
        false => format!("{thread} has written only a part"),
    }
}

pub(crate) fn interrupted(thread: &str) -> String {
    format!("{thread} is interrupted here")
}
