//! The macro that starts a test, expanded in the crate of the test.

/// Starts a test: `judge::test!("a sentence that a student sees")` gives a [`Test`](crate::Test).
///
/// The macro notes where it stands: the function, the file, the package, and whether the package
/// is built with its feature `complete`. The name of the function names the verdict, so call it
/// directly in the test function, and once.
#[macro_export]
macro_rules! test {
    ($sentence:expr $(,)?) => {{
        fn here() {}
        // The feature belongs to the package of the test; a package without it judges no answers.
        #[allow(unexpected_cfgs, reason = "only the package of the exercises has the feature")]
        const COMPLETE: bool = $crate::__private::cfg!(feature = "complete");
        $crate::Test::new(
            $sentence,
            $crate::__private::Place {
                path: $crate::__private::type_name_of_val(&here),
                module: $crate::__private::module_path!(),
                file: $crate::__private::file!(),
                manifest_dir: $crate::__private::env!("CARGO_MANIFEST_DIR"),
                complete: COMPLETE,
                // Expanded here, so that a snapshot names the file of the test as its source.
                snapshot: |name, contents| {
                    $crate::__private::insta::assert_snapshot!(name, contents)
                },
            },
        )
    }};
}
