//! `println!` and the other print macros: silent under exploration, where they would print once per
//! interleaving. A report shows what its execution prints, at the moment it does.

use std::panic::Location;

use crate::context;

/// Adds what the current thread prints to the trace, if there is one.
#[track_caller]
pub(crate) fn record(text: String) {
    let place = Location::caller();
    context::with(|runtime| runtime.trace(|trace, tid| trace.record_output(tid, text, place)));
}

/// See [`std::println!`].
#[macro_export]
macro_rules! println {
    ($($argument:tt)*) => {
        $crate::__spoken!(println, $($argument)*)
    };
}

/// See [`std::print!`].
#[macro_export]
macro_rules! print {
    ($($argument:tt)*) => {
        $crate::__spoken!(print, $($argument)*)
    };
}

/// See [`std::eprintln!`].
#[macro_export]
macro_rules! eprintln {
    ($($argument:tt)*) => {
        $crate::__spoken!(eprintln, $($argument)*)
    };
}

/// See [`std::eprint!`].
#[macro_export]
macro_rules! eprint {
    ($($argument:tt)*) => {
        $crate::__spoken!(eprint, $($argument)*)
    };
}

/// See [`std::dbg!`].
#[macro_export]
macro_rules! dbg {
    () => {
        $crate::eprintln!("[{}:{}:{}]", file!(), line!(), column!())
    };
    ($value:expr $(,)?) => {
        match $value {
            value => {
                if $crate::__real::is_inside() {
                    $crate::eprintln!("{} = {:?}", stringify!($value), &value);
                } else {
                    $crate::eprintln!(
                        "[{}:{}:{}] {} = {:#?}",
                        file!(),
                        line!(),
                        column!(),
                        stringify!($value),
                        &value
                    );
                }
                value
            }
        }
    };
    ($($value:expr),+ $(,)?) => {
        ($($crate::dbg!($value)),+,)
    };
}

/// Evaluates the arguments under exploration as well, because formatting them may take a lock.
#[doc(hidden)]
#[macro_export]
macro_rules! __spoken {
    ($macro:ident,) => {
        if $crate::__real::is_inside() {
            $crate::__real::record($crate::__real::String::new(), stringify!($macro));
        } else {
            $crate::__real::$macro!()
        }
    };
    ($macro:ident, $($argument:tt)*) => {
        if $crate::__real::is_inside() {
            $crate::__real::record($crate::__real::format!($($argument)*), stringify!($macro));
        } else {
            $crate::__real::$macro!($($argument)*)
        }
    };
}
