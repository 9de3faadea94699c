//! Tests on real threads: what a panic says, and where it was raised.
use crate::finding::Finding;
use crate::place::Place;
use crate::verdict::Verdict;
use crate::words;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// The file and the line of the last panic; `None` outside of a native test.
    static LAST: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

/// Runs the body once; a panic in the test's own file is a property that fails.
pub(crate) fn run(place: &Place, body: impl FnOnce()) -> Result<String, Finding> {
    listen();
    LAST.set(Some((String::new(), 0)));
    let result = catch_unwind(AssertUnwindSafe(body));
    let (file, line) = LAST.take().unwrap_or_default();
    let Err(payload) = result else {
        return Ok(words::NATIVE.into());
    };
    let own = file == place.file;
    let verdict = if own { Verdict::Race } else { Verdict::Panic };
    let location = format!("{}:{line}", file.replace('\\', "/"));
    Err(Finding::new(
        verdict,
        &words::native(message(&*payload), &location),
    ))
}

/// Notes where panics of native tests are raised; all others go where they went before.
fn listen() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let noted = LAST.with_borrow_mut(|last| {
                let (Some(last), Some(place)) = (last, info.location()) else {
                    return false;
                };
                *last = (place.file().into(), place.line());
                true
            });
            if !noted {
                before(info);
            }
        }));
    });
}

/// What a panic says.
fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or(payload.downcast_ref::<&str>().copied())
        .unwrap_or(words::SPEECHLESS)
}
