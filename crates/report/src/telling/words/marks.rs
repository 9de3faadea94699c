//! What a thread was in the middle of when another one came in between.

pub(in crate::telling) fn looked(thread: &str) -> String {
    format!("{thread} has looked, not yet written")
}

pub(in crate::telling) fn let_go(thread: &str, lock: &str) -> String {
    format!("{thread} has let {lock} go, and comes back")
}

pub(in crate::telling) fn holds(thread: &str, lock: &str) -> String {
    format!("{thread} holds {lock}")
}

pub(in crate::telling) fn half_done(thread: &str, is_read: bool) -> String {
    match is_read {
        true => format!("{thread} has read only a part"),
        false => format!("{thread} has written only a part"),
    }
}

pub(in crate::telling) fn interrupted(thread: &str) -> String {
    format!("{thread} is interrupted here")
}
