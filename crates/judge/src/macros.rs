//! The macros of tests: one starts a test, one says an outcome in words.

/// Starts a test: `judge::test!("a sentence that students read")` returns a [`Test`](crate::Test).
///
/// The name of the surrounding function names the record of the test, so call the macro once in each
/// test function, and not in a helper. If the package has a feature `complete` and it is enabled, the
/// test runs on the answers.
#[macro_export]
macro_rules! test {
    ($sentence:expr $(,)?) => {{
        fn here() {}
        // The feature belongs to the package of the test.
        #[allow(unexpected_cfgs, reason = "only the package of the exercises has the feature")]
        const COMPLETE: bool = $crate::__private::cfg!(feature = "complete");
        $crate::Test::new(
            $sentence,
            $crate::__private::TestLocation {
                path: $crate::__private::type_name_of_val(&here),
                module: $crate::__private::module_path!(),
                file: $crate::__private::file!(),
                manifest_dir: $crate::__private::env!("CARGO_MANIFEST_DIR"),
                complete: COMPLETE,
                // Expanded here so that a snapshot names the file of the test as its source. Only answers make
                // snapshots.
                snapshot: if COMPLETE {
                    |name, contents| $crate::__private::insta::assert_snapshot!(name, contents)
                } else {
                    |_, _| ()
                },
            },
        )
    }};
}

/// Formats an outcome as a sentence. It must contain every value in which two outcomes can differ.
///
/// ```
/// let age = 41;
/// assert_eq!(format!("{:?}", judge::words!("the age is {age}")), "the age is 41");
/// ```
#[macro_export]
macro_rules! words {
    ($($sentence:tt)*) => {
        $crate::Words::new($crate::__private::format!($($sentence)*))
    };
}
