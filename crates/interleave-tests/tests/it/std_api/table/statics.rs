//! Samples of state in a `static`.

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{LazyLock, Mutex, Once, OnceLock, PoisonError, RwLock};
use interleave::{Explorer, FailureKind};

use super::samples::set;
use crate::common::outcomes;

static COUNT: AtomicU32 = AtomicU32::new(0);
static TOTAL: Mutex<u32> = Mutex::new(0);
static UNIT: Mutex<()> = Mutex::new(());
static BEST: RwLock<Option<&str>> = RwLock::new(None);
static OPENED: Once = Once::new();
static MENU: OnceLock<String> = OnceLock::new();
static ORDERS: LazyLock<Mutex<Vec<u32>>> = LazyLock::new(Mutex::default);
static SURVIVES: Mutex<Vec<u32>> = Mutex::new(Vec::new());

pub(super) fn statics_are_reset() {
    let first = outcomes(|| {
        let _unit = UNIT.lock().unwrap_or_else(PoisonError::into_inner);
        let opened = OPENED.is_completed();
        OPENED.call_once(|| ());
        let total = std::mem::replace(&mut *TOTAL.lock().unwrap(), 7);
        let orders = ORDERS.lock().map(|mut orders| (orders.len(), orders.push(1)).0).unwrap();
        let best = BEST.write().unwrap().replace("Ann");
        (COUNT.fetch_add(1, SeqCst), total, best, opened, MENU.set("tea".into()).is_ok(), orders)
    });
    assert_eq!(first, set([(0, 0, None, false, true, 0)]));
}

pub(super) fn the_value_of_a_static_is_never_dropped() {
    let kept = std::cell::RefCell::new(Vec::<&'static str>::new());
    outcomes(|| kept.borrow_mut().push(MENU.get_or_init(|| "tea".to_owned())));
    let kept = kept.into_inner();
    assert!(kept.len() > 1 && kept.iter().all(|name| *name == "tea"));
}

pub(super) fn other_surviving_state_is_rejected() {
    let failure = Explorer::new().check(|| SURVIVES.lock().unwrap().push(1)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Unsupported, "{failure}");
}
