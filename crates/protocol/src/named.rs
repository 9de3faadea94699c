//! Enums whose variants have names.

/// Declares an enum with a name for each variant: `ALL` lists the variants, and `name` returns the name of one.
///
/// ```
/// protocol::named! {
///     #[derive(Clone, Copy)]
///     enum Color {
///         Red = "red",
///         Blue = "blue",
///     }
/// }
/// assert_eq!(Color::ALL.map(Color::name), ["red", "blue"]);
/// ```
#[macro_export]
macro_rules! named {
    ($(#[$meta:meta])* $vis:vis enum $type:ident {
        $($(#[$doc:meta])* $variant:ident = $name:literal,)*
    }) => {
        $(#[$meta])*
        $vis enum $type {
            $($(#[$doc])* $variant,)*
        }

        impl $type {
            /// All of them.
            $vis const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// The name, as every file and every output spells it.
            $vis const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}
