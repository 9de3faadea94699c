//! Tests on real threads: what a panic says, and where it was raised.
use crate::finding::Finding;
use crate::place::Place;
use crate::verdict::Verdict;
use crate::words;
use interleave::Explorer;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

thread_local! {
    /// The file and the line of the last panic; `None` outside of a native test.
    static LAST: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

/// Runs the body once; a panic in the test's own file is a property that fails.
pub(crate) fn run(place: &Place, body: impl FnOnce()) -> Result<Finding, Finding> {
    listen();
    LAST.set(Some((String::new(), 0)));
    let result = catch_unwind(AssertUnwindSafe(|| interleave::on_real_threads(body)));
    let (file, line) = LAST.take().unwrap_or_default();
    let Err(payload) = result else {
        return Ok(Finding::passed(words::NATIVE));
    };
    let own = file == place.file;
    let verdict = if own { Verdict::Race } else { Verdict::Panic };
    let told = words::native(message(&*payload), &file.replace('\\', "/"), line);
    Err(Finding::new(verdict, &told))
}

/// Notes where panics of native tests are raised; all others go where they went before.
fn listen() {
    static HOOK: Once = Once::new();
    let install = || {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !note(info) {
                before(info);
            }
        }));
    };
    // For a moment there is no hook, and the engine could not tell where a panic comes from. Its
    // explorations take turns, so that inside of one no other can be under way.
    let installed = Explorer::new().check(|| HOOK.call_once(install));
    installed.expect("nothing can go wrong in one thread");
}

/// Notes a panic if it belongs to a native test.
fn note(info: &PanicHookInfo<'_>) -> bool {
    LAST.with_borrow_mut(|last| {
        let (Some(last), Some(place)) = (last, info.location()) else {
            return false;
        };
        *last = (place.file().into(), place.line());
        true
    })
}

/// What a panic says.
fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or(payload.downcast_ref::<&str>().copied()).unwrap_or(words::SPEECHLESS)
}
