//! For each mutant that a chapter shows, a small scenario in which it goes wrong.
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use crate::Program;
use crate::mutants::*;

const ONE: NonZeroUsize = NonZeroUsize::MIN;
const TWO: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

/// Calls both functions in threads of their own.
fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let (a, b) = (scope.spawn(a), scope.spawn(b));
        (a.join().unwrap(), b.join().unwrap())
    })
}

/// Ann and Bob reserve the only cat. An appointment takes five seconds.
fn reserve_twice<T: Send>(reserve: impl Fn() -> Option<T> + Sync) {
    let opened = Instant::now();
    let (ann, bob) = both(&reserve, &reserve);
    let is_shared = ann.is_some() && bob.is_some();
    assert!(!is_shared || opened.elapsed() >= Duration::from_secs(5), "Ann and Bob have Tom");
}

macro_rules! scenarios {
    ($($name:literal $body:expr;)*) => {
        pub(crate) const SCENARIOS: &[Program] = &[$(Program { name: $name, body: $body }),*];
    };
}

scenarios! {
    "till/try_iter" || {
        assert_eq!(till_try_iter::immutable([30, 12].into(), TWO), 42, "the sum of all sales");
    };
    "till/sender_kept" || {
        assert_eq!(till_sender_kept::immutable([30, 12].into(), TWO), 42, "the sum of all sales");
    };
    "loon/first_thread_not_joined" || {
        let loons = ["Bugs", "Daffy"].map(|name| loon_first_thread_not_joined::Loon::new(name, 40));
        assert_eq!(loon_first_thread_not_joined::introduce(&loons).len(), 2, "greetings");
    };
    "loon/sleep_instead_of_join" || {
        let loons = ["Bugs"].map(|name| loon_sleep_instead_of_join::Loon::new(name, 40));
        assert_eq!(loon_sleep_instead_of_join::introduce(&loons).len(), 1, "greetings");
    };
    "loon/age_read_after_unlock" || {
        let loon = loon_age_read_after_unlock::Loon::new("Bugs", 40);
        let (one, other) = both(|| loon.birthday(), || loon.birthday());
        assert!(one != other, "both birthdays return {one}");
    };
    "cat/marked_in_thread" || {
        let list = cat_marked_in_thread::List::new(&[("Tom", "lazy")]);
        reserve_twice(|| list.reserve());
    };
    "cat/guard_dropped_at_once" || {
        let list = cat_guard_dropped_at_once::List::new(&[("Tom", "lazy")]);
        reserve_twice(|| list.reserve());
    };
    "db/get_then_set" || {
        let db = db_get_then_set::Db::new();
        let (one, other) = both(|| db.increment("tea"), || db.increment("tea"));
        let (one, other) = (one.ok(), other.ok());
        assert!(one != other, "both increments return {one:?}");
    };
    "coffee/lock_per_character" || {
        let coffee = coffee_lock_per_character::Coffee::new();
        let write = |order| coffee.write_text(order).unwrap();
        both(|| write("Mocha with Milk"), || write("Green Tea, cold"));
        let order = coffee.order();
        let is_whole = ["Mocha with Milk", "Green Tea, cold"].contains(&order.as_str());
        assert!(is_whole, "the board says {order:?}");
    };
    "bank/check_then_withdraw" || {
        let account = bank_check_then_withdraw::Account::new(10);
        let paid = both(|| account.withdraw(7), || account.withdraw(7));
        assert!(paid != (true, true), "an account with 10 coins pays 7 coins twice");
    };
    "bank/locks_in_argument_order" || {
        let [a, b] = [10, 10].map(bank_locks_in_argument_order::Account::new);
        let transfer = bank_locks_in_argument_order::transfer;
        both(|| transfer(&a, &b, 1), || transfer(&b, &a, 1));
    };
    "db/self_deadlock" || {
        assert_eq!(db_self_deadlock::Db::new().increment("tea").ok(), Some(1));
    };
    "philosophers/try_lock_and_retry" || {
        let table = philosophers_try_lock_and_retry::Table::new(TWO);
        both(|| table.dine(0, || ()), || table.dine(1, || ()));
    };
    "queue/shared_condvar" || {
        let queue = queue_shared_condvar::Queue::new(ONE);
        thread::scope(|scope| {
            scope.spawn(|| queue.pop());
            scope.spawn(|| queue.pop());
            queue.push("soup");
            queue.push("rice");
        });
    };
    "queue/checked_under_another_guard" || {
        let queue = Arc::new(queue_checked_under_another_guard::Queue::<&str>::new(ONE));
        let (waiter, cook) = (Arc::clone(&queue), queue);
        both(move || waiter.pop(), move || cook.close());
    };
    "menu/copy_written_back" || {
        let menu = menu_copy_written_back::Menu::new(&[("cake", 300)]);
        both(|| menu.raise(10), || menu.raise(10));
        assert_eq!(menu.read(|prices| prices["cake"]), 320, "the price after two raises");
    };
    "menu/lock_upgraded" || {
        menu_lock_upgraded::Menu::new(&[("cake", 300)]).raise(10);
    };
    "icons/flag_set_before_load" || {
        let load = || BTreeMap::from([("spade".to_owned(), "♠".to_owned())]);
        let icons = icons_flag_set_before_load::Icons::new(load);
        let icon = || icons.icon("spade");
        assert_eq!(both(icon, icon), (Some("♠".to_owned()), Some("♠".to_owned())));
    };
    "icons/check_then_load" || {
        let loads = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&loads);
        let icons = icons_check_then_load::Icons::new(move || {
            counted.fetch_add(1, SeqCst);
            BTreeMap::new()
        });
        both(|| icons.icon("spade"), || icons.icon("heart"));
        assert_eq!(loads.load(SeqCst), 1, "loads");
    };
    "barista/shared_reply_channel" || {
        let barista = barista_shared_reply_channel::Barista::open();
        let order = |order| barista.order(order).unwrap();
        let (tea, oat) = both(|| order("Tea"), || order("Oat"));
        assert_eq!((tea.trim(), oat.trim()), ("Tea", "Oat"), "each customer gets their order");
    };
    "barista/join_before_drop" || {
        barista_join_before_drop::Barista::open().close();
    };
    "publish/ready_stored_first" || {
        let bulletin = publish_ready_stored_first::Bulletin::new();
        let ((), seen) = both(|| bulletin.publish([1, 2, 3]), || bulletin.read());
        assert!(seen.is_none_or(|headline| headline == [1, 2, 3]), "a reader sees {seen:?}");
    };
    "publish/relaxed_load" || {
        let bulletin = publish_relaxed_load::Bulletin::new();
        let ((), seen) = both(|| bulletin.publish([1, 2, 3]), || bulletin.read());
        assert!(seen.is_none_or(|headline| headline == [1, 2, 3]), "a reader sees {seen:?}");
    };
    "memo/lock_held_around_cell" || {
        static MEMO: OnceLock<memo_lock_held_around_cell::Memo<usize>> = OnceLock::new();
        let memo = MEMO.get_or_init(|| {
            memo_lock_held_around_cell::Memo::new(|city| match city {
                "Peru" => MEMO.get().unwrap().get("Lima"), // the weather of the capital
                _ => Ok(city.len()),
            })
        });
        assert_eq!(memo.get("Peru"), Ok(4));
    };
    "memo/wait_without_loop" || {
        let memo = memo_wait_without_loop::Memo::new(|city| Ok(city.len()));
        let _ = both(|| memo.get("Lima"), || memo.get("Lima"));
    };
    "tally/reader_locks_per_key" || {
        let tally = tally_reader_locks_per_key::Tally::new(2);
        let ((), look) = both(|| tally.write_round(1), || tally.read_all());
        assert!(look[0].1 >= look[1].1, "key 0 is always set before key 1, but a read shows {look:?}");
    };
    "pool/number_taken_separately" || {
        assert_eq!(pool_number_taken_separately::map(vec![1, 2], TWO, |n| n * 10), [10, 20]);
    };
    "pool/check_then_take" || {
        assert_eq!(pool_check_then_take::map(vec![1, 2], TWO, |n| n * 10), [10, 20]);
    };
}
