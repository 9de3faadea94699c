//! Old values, and stores that come too late: who wrote a newer one, why, and what to try.

/// Behind what a thread read.
pub(crate) fn old(row: &str) -> String {
    format!("{row} (old)")
}

/// Below an old value: what there is, and why it is not seen.
pub(crate) fn newer(
    writer: &str,
    value: Option<&str>,
    place: Option<&str>,
    reader: &str,
) -> String {
    let value = value.unwrap_or("a newer value");
    let at = place.map_or(String::new(), |place| format!(" at {place}"));
    format!("{writer} wrote {value}{at}; nothing makes {reader} see that yet")
}

/// Behind what a thread wrote.
pub(crate) fn older(row: &str) -> String {
    format!("{row} (older)")
}

/// Below a store that became older than one that was there: which one.
pub(crate) fn overtaking(writer: &str, value: Option<&str>, place: Option<&str>) -> String {
    let value = value.unwrap_or("another value");
    let at = place.map_or(String::new(), |place| format!(" at {place}"));
    format!("{writer} wrote {value}{at}; for all threads that stays the newer one")
}

/// Data that is written before a flag, and read after it.
pub(crate) struct Publication<'a> {
    pub(crate) writer: &'a str,
    pub(crate) reader: &'a str,
    pub(crate) data: &'a str,
    pub(crate) flag: &'a str,
    /// Where the flag is written and read, and whether that is as strong as it has to be.
    pub(crate) store: &'a str,
    pub(crate) load: &'a str,
    pub(crate) releases: bool,
    pub(crate) acquires: bool,
}

pub(crate) fn publication(it: &Publication<'_>) -> String {
    let Publication { writer, reader, data, flag, store, load, .. } = it;
    let help = match (it.releases, it.acquires) {
        (true, false) => format!(
            "`Release` at {store} is only half of the way. Read `{flag}` with `Acquire` at {load}"
        ),
        (false, true) => format!(
            "`Acquire` at {load} is only half of the way. Write `{flag}` with `Release` at {store}"
        ),
        _ => format!(
            "with `Relaxed`, what one thread writes can reach another in any order. Write `{flag}` \
             with `Release` at {store}, and read it with `Acquire` at {load}"
        ),
    };
    format!(
        "{reader} sees the new `{flag}`, and not yet what {writer} wrote to `{data}` before it: \
         {help}: whoever sees the new `{flag}` then sees all that was written before it."
    )
}

/// A thread that writes `mine` and then looks at `yours`, and one that does it the other way round.
pub(crate) fn buffering(
    (first, mine): (&str, &str),
    (second, yours): (&str, &str),
    lines: &str,
) -> String {
    format!(
        "{first} writes `{mine}` and looks at `{yours}`, {second} the other way round, and neither \
         sees what the other wrote: a thread can go on to look before its own write has reached \
         the others. `Release` and `Acquire` allow that. Use `SeqCst` for all four steps ({lines}), \
         or a lock that is held over the write and the look."
    )
}

/// `lines 5, 6 and 9 of cat.rs`
pub(crate) fn lines(lines: &[String], file: &str) -> String {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    match lines.as_slice() {
        [one] => format!("line {one} of {file}"),
        several => format!("lines {} of {file}", super::list(several)),
    }
}

pub(crate) fn old_value(
    (reader, look): (&str, &str),
    object: &str,
    (writer, line): (&str, &str),
    is_strong: bool,
) -> String {
    let help = match is_strong {
        true => {
            "`Release` and `Acquire` put in order only what one thread passes on to another. Where \
             all must agree on what came first, use `SeqCst` for all these steps, or a lock."
        }
        false => {
            "To be sure, let it hear of that in a way that passes on what was written: a lock, a \
             channel, `join`, or an `Acquire` load that sees a later `Release` store."
        }
    };
    format!(
        "At {look} {reader} reads an old value of `{object}`: that {writer} has written a newer one \
         at {line} does not mean that all see it at once. {help}"
    )
}

/// A store that is done later than another, and older; with the flag, if there is one, that leads from
/// the one to the other, where it is written and where it is read.
pub(crate) fn overtaken(
    (thread, late): (&str, &str),
    object: &str,
    (writer, early): (&str, &str),
    flag: Option<[&str; 3]>,
) -> String {
    let what = format!(
        "At {late} {thread} writes `{object}`, after {writer} has written it at {early}, and yet \
         what {writer} wrote stays: "
    );
    let why = match flag {
        None => {
            "what two threads write can take effect in another order than that in which they do it. \
             `Release` and `Acquire` put in order only what one thread passes on to another. Where \
             all must agree on what came last, use `SeqCst` for all these steps, or a lock."
                .to_owned()
        }
        Some([flag, store, load]) => format!(
            "that {thread} has seen the new `{flag}` does not mean that it comes after what was \
             written before it. Write `{flag}` with `Release` at {store}, and read it with `Acquire` \
             at {load}: whoever sees the new `{flag}` then writes after all that."
        ),
    };
    what + &why
}
