//! Tests on real threads.
use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

use interleave::Explorer;
use protocol::{Coverage, Extent, Verdict};

use crate::location::TestLocation;
use crate::messages;
use crate::run::Run;
use crate::test::Test;
use crate::test_report::TestReport;

thread_local! {
    /// The file and the line of the last panic; `None` outside a test on real threads.
    static LAST_PANIC: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

impl Test {
    /// Runs the body once on real threads.
    ///
    /// # Panics
    /// If the body panics.
    pub fn native(self, body: impl FnOnce()) {
        let mut body = Some(body);
        self.run_native(&mut || {
            if let Some(body) = body.take() {
                body();
            }
        });
    }

    fn run_native(&self, body: &mut dyn FnMut()) {
        let Some(run) = Run::start(self) else { return };
        run.end(run_native(&self.location, &mut || {
            run.mark_started();
            body();
            run.end_execution();
        }));
    }
}

/// Runs the body. A panic in the test's own file is a property that fails.
fn run_native(location: &TestLocation, body: &mut dyn FnMut()) -> Result<TestReport, TestReport> {
    install_hook();
    LAST_PANIC.set(Some((String::new(), 0)));
    let result = catch_unwind(AssertUnwindSafe(|| interleave::on_real_threads(body)));
    let (file, line) = LAST_PANIC.take().unwrap_or_default();
    let Err(payload) = result else {
        let coverage = Coverage { extent: Extent::RealThreads, executions: 1, scenarios: 1 };
        return Ok(TestReport::passed(messages::NATIVE, coverage));
    };
    let verdict = if file == location.file { Verdict::Race } else { Verdict::Panic };
    let message = messages::native(message(&*payload), &file.replace('\\', "/"), line);
    Err(TestReport::new(verdict, &message))
}

/// Records where tests on real threads panic, and leaves other panics to the previous hook.
fn install_hook() {
    static HOOK: Once = Once::new();
    let install = || {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !record(info) {
                previous(info);
            }
        }));
    };
    // Without a hook the engine cannot locate panics. Explorations exclude each other, so none runs
    // while the hook is replaced.
    let installed = Explorer::new().check(|| HOOK.call_once(install));
    installed.expect("a single thread cannot fail here");
}

/// Records a panic if it belongs to a test on real threads.
fn record(info: &PanicHookInfo<'_>) -> bool {
    LAST_PANIC.with_borrow_mut(|last| {
        let (Some(last), Some(location)) = (last, info.location()) else {
            return false;
        };
        *last = (location.file().into(), location.line());
        true
    })
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or(payload.downcast_ref::<&str>().copied()).unwrap_or(messages::NO_PANIC_MESSAGE)
}
