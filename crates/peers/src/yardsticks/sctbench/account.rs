//! The assertion expects a wrong balance, which only a check that comes last sees.
use crate::yardsticks::prelude::*;

#[derive(Default)]
struct Account {
    balance: i32,
    deposited: bool,
    withdrawn: bool,
}

pub(super) fn account(twin: Twin) {
    let expected = if twin == Twin::Buggy { 1 - 2 - 4 } else { 1 + 2 - 4 };
    let account = Mutex::new(Account { balance: 1, ..Account::default() });
    thread::scope(|scope| {
        scope.spawn(|| {
            let account = account.lock().unwrap();
            if account.deposited && account.withdrawn {
                assert_eq!(account.balance, expected);
            }
        });
        scope.spawn(|| {
            let mut account = account.lock().unwrap();
            account.balance += 2;
            account.deposited = true;
        });
        scope.spawn(|| {
            let mut account = account.lock().unwrap();
            account.balance -= 4;
            account.withdrawn = true;
        });
    });
}
