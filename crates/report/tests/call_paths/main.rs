//! Reports name the line that calls a helper, not the line in the helper.

extern crate interleave as std;

mod account;

use std::sync::Arc;
use std::thread;

use account::{Account, audit, choose, fee, handle, is_rich, limited, rounded, transfer};
use interleave::Explorer;

/// `account.rs:17` for the line that ends with this comment, or consists of this code.
fn line(comment: &str) -> String {
    let source = include_str!("account.rs");
    let found = source
        .lines()
        .position(|line| line.ends_with(&format!("// {comment}")) || line.trim() == comment);
    format!("account.rs:{}", found.expect("the comment is there") + 1)
}

fn report(body: impl Fn()) -> String {
    format!("{:98}", Explorer::new().check(body).expect_err("the body fails"))
}

/// Runs a call in two threads; the balance should not be `wrong` after that.
fn twice(call: impl Fn(&Account) + Copy + Send + Sync, wrong: u64) -> String {
    report(|| {
        let account = Account::new(100);
        thread::scope(|scope| {
            scope.spawn(|| call(&account));
            scope.spawn(|| call(&account));
        });
        assert_ne!(account.balance(), wrong);
    })
}

/// The lines of the table in which `text` is the operation.
fn places(report: &str, text: &str) -> Vec<String> {
    let rows = report.lines().filter(|row| row.trim_start().starts_with(text));
    rows.filter_map(|row| row.split_whitespace().last().map(str::to_owned)).collect()
}

#[track_caller]
fn assert_contains(report: &str, parts: &[String]) {
    let text = report.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing:\n{report}");
    }
}

/// `Between line 17 and line 21 of account.rs,`
fn between(first: &str, second: &str) -> String {
    let [first, second] = [line(first), line(second)];
    let number = |line: &str| line.split_once(':').expect("a line").1.to_owned();
    format!("Between line {} and line {} of account.rs,", number(&first), number(&second))
}

#[test]
fn the_method_is_named_and_not_its_helpers() {
    let report = twice(|account| _ = account.withdraw(30), 70);
    assert_eq!(places(&report, "lock balance, read 100"), vec![line("withdraw: check"); 2]);
    assert_eq!(places(&report, "lock balance, write 70"), vec![line("withdraw: change"); 2]);
    let lock = line("lock");
    let helper = lock.strip_prefix("account.rs").expect("a place");
    assert_contains(
        &report,
        &[
            between("withdraw: check", "withdraw: change"),
            format!("are in `withdraw`; the operation is in `lock`, {helper}."),
        ],
    );
}

#[test]
fn a_helper_can_be_a_closure() {
    let report = twice(|account| account.deposit(1), 101);
    assert_eq!(places(&report, "lock balance, read 100"), vec![line("deposit: check"); 2]);
    assert_contains(&report, &[between("deposit: check", "deposit: change")]);
}

#[test]
fn a_caller_that_all_steps_have_in_common_is_left_out() {
    let report = twice(|account| _ = handle(account), 70);
    assert_contains(&report, &[between("withdraw: check", "withdraw: change")]);
    assert!(!report.contains("`handle`"), "{report}");
}

#[test]
fn two_calls_of_the_test_are_not_to_be_one_critical_section() {
    let report = report(|| {
        let account = Arc::new(Account::new(100));
        let shared = Arc::clone(&account);
        let other = thread::spawn(move || shared.pay_in(1));
        let before = account.balance();
        account.pay_in(1);
        assert_eq!(account.balance(), before + 1);
        other.join().unwrap();
    });
    assert_contains(&report, &["In which row does a thread act".to_owned()]);
}

#[test]
fn a_deadlock_names_the_lines_of_the_transfer() {
    let report = report(|| {
        let [one, two] = [1, 2].map(|balance| Arc::new(Account::new(balance)));
        let (first, second) = (Arc::clone(&one), Arc::clone(&two));
        let opposite = thread::spawn(move || transfer(&second, &first));
        transfer(&one, &two);
        opposite.join().unwrap();
    });
    let held = format!("has held it since {}", line("transfer: from"));
    let waits = format!("at {}; main {held}", line("transfer: to"));
    assert_contains(&report, &[waits, held]);
}

#[test]
fn an_account_that_is_locked_twice_is_a_deadlock_in_the_transfer() {
    let report = report(|| {
        let account = Account::new(1);
        transfer(&account, &account);
    });
    let (again, since) = (line("transfer: to"), line("transfer: from"));
    assert_contains(&report, &[format!("at {again}, but has held it since {since}.")]);
}

#[test]
fn a_call_in_a_closure_is_not_one_outside_of_it() {
    let report = report(|| {
        let account = Account::new(1);
        audit(&account, Some(&account));
    });
    let (again, since) = (line("audit: other"), line("audit: one"));
    assert_contains(&report, &[format!("at {again}, but has held it since {since}.")]);
}

#[test]
fn lines_that_a_call_can_be_in_are_named() {
    let report = report(|| {
        let account = Account::new(1);
        choose(&account, &account, true);
    });
    let [one, other] = ["choose: one", "choose: other"].map(line);
    let lines = [one, other].map(|line| line.replace("account.rs", ""));
    assert_contains(
        &report,
        &[format!("{}, called at {} or {}", line("lock"), lines[0], lines[1])],
    );
}

/// `` `balance` (account.rs:36 to 38) ``
fn function(name: &str) -> String {
    function_and_lines(name, &[])
}

/// `` `audit` (account.rs:54 to 58, see :57) ``, for the lines that end with these comments.
fn function_and_lines(name: &str, see: &[&str]) -> String {
    let see: Vec<String> =
        see.iter().map(|comment| line(comment).replace("account.rs", "")).collect();
    let see = match &see[..] {
        [] => String::new(),
        [one] => format!(", see {one}"),
        [some @ .., last] => format!(", see {} and {last}", some.join(", ")),
    };
    let source: Vec<&str> = include_str!("account.rs").lines().collect();
    let is_first = |line: &&str| line.contains(&format!("fn {name}("));
    let first = source.iter().position(is_first).expect("the function is there");
    let indent = source[first].len() - source[first].trim_start().len();
    let last = source[first..].iter().position(|line| *line == format!("{:indent$}}}", ""));
    let last = first + 1 + last.expect("it has an end");
    format!("`{name}` (account.rs:{} to {last}{see})", first + 1)
}

#[test]
fn functions_are_named_where_no_pattern_fits() {
    let report = report(|| {
        let account = Account::new(100);
        account.pay_in(30);
        assert_eq!(account.balance(), 70);
    });
    let [balance, pay_in, lock] = ["balance", "pay_in", "lock"].map(function);
    let last = format!("Look in {balance}, which runs last before this.");
    let before = format!("Before that, {pay_in} changes data. {lock} is called there.");
    assert_contains(&report, &[format!("{last} {before}")]);
}

#[test]
fn a_function_that_creates_what_is_only_read_is_named() {
    let report = report(|| assert_eq!(Account::new(100).balance(), 70));
    assert_contains(
        &report,
        &[format!("`balance` is created in {}.", function_and_lines("new", &["new: balance"]))],
    );
}

#[test]
fn functions_of_other_threads_are_named() {
    let report = report(|| {
        let account = Account::new(100);
        thread::scope(|scope| {
            scope.spawn(|| audit(&account, None));
        });
        assert_eq!(account.balance(), 70);
    });
    assert_contains(
        &report,
        &[format!("{} runs on other threads.", function_and_lines("audit", &["audit: sum"]))],
    );
}

#[test]
fn lines_that_decide_and_lines_that_use_the_result_are_named() {
    let report = report_of_one(|account| assert_eq!(rounded(account), 100));
    assert_contains(
        &report,
        &[function_and_lines("rounded", &["rounded: rest", "rounded: result"])],
    );
    let report = report_of_one(|account| assert_eq!(limited(account), 100));
    assert_contains(
        &report,
        &[function_and_lines("limited", &["match *guard {", "limited: arm", "limited: other"])],
    );
}

/// The report of a body that uses one account with a balance of 105.
fn report_of_one(body: impl Fn(&Account)) -> String {
    report(|| body(&Account::new(105)))
}

#[test]
fn a_function_or_a_constant_without_operations_is_named() {
    let look_in = |body: fn()| {
        let failure = Explorer::new().check(body).expect_err("the body fails");
        failure.in_every_interleaving(&file!().replace("main.rs", "account.rs"))
    };
    let found = look_in(|| {
        let rich = is_rich(5);
        assert!(rich);
    });
    let expected = function_and_lines("is_rich", &["if balance > LIMIT {"]);
    assert_eq!(found, format!("Before it fails, the test calls {expected}."));
    let found = look_in(|| assert_eq!(fee(100), 10));
    let expected = function_and_lines("fee", &["fee: first", "fee: second"]);
    assert_eq!(found, format!("Before it fails, the test calls {expected}."));
    let found = look_in(|| assert_eq!(account::LIMIT, 0));
    assert_eq!(found, format!("Before it fails, the test uses `LIMIT` ({}).", line("limit")));
}
