//! `std::collections`, with hash tables that iterate in the same order in every execution. Everything
//! else is std's own.

pub mod hash_map;
pub mod hash_set;

pub use ::std::collections::*;
pub use hash_map::HashMap;
pub use hash_set::HashSet;

/// Defines what `HashMap` and `HashSet` share: a wrapper that lends its real table.
macro_rules! table {
    ($name:ident<$($of:ident),*>) => {
        #[doc = concat!("See [`std::collections::", stringify!($name), "`].")]
        #[derive(Clone)]
        pub struct $name<$($of,)* S = RandomState>(real::$name<$($of,)* S>);

        impl<$($of),*> $name<$($of),*> {
            #[doc = concat!("See [`std::collections::", stringify!($name), "::new`].")]
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            #[doc = concat!("See [`std::collections::", stringify!($name), "::with_capacity`].")]
            #[must_use]
            pub fn with_capacity(capacity: usize) -> Self {
                Self::with_capacity_and_hasher(capacity, RandomState::new())
            }
        }

        impl<$($of,)* S> $name<$($of,)* S> {
            #[doc = concat!("See [`std::collections::", stringify!($name), "::with_hasher`].")]
            pub const fn with_hasher(hash_builder: S) -> Self {
                Self(real::$name::with_hasher(hash_builder))
            }

            #[doc = concat!(
                "See [`std::collections::", stringify!($name), "::with_capacity_and_hasher`]."
            )]
            pub fn with_capacity_and_hasher(capacity: usize, hash_builder: S) -> Self {
                Self(real::$name::with_capacity_and_hasher(capacity, hash_builder))
            }
        }

        impl<$($of,)* S> Deref for $name<$($of,)* S> {
            type Target = real::$name<$($of,)* S>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl<$($of,)* S> DerefMut for $name<$($of,)* S> {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }

        impl<$($of,)* S: Default> Default for $name<$($of,)* S> {
            fn default() -> Self {
                Self(real::$name::default())
            }
        }

        impl<$($of,)* S> fmt::Debug for $name<$($of,)* S>
        where
            real::$name<$($of,)* S>: fmt::Debug,
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<$($of,)* S> PartialEq for $name<$($of,)* S>
        where
            real::$name<$($of,)* S>: PartialEq,
        {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        impl<$($of,)* S> Eq for $name<$($of,)* S> where real::$name<$($of,)* S>: Eq {}

        impl<$($of,)* S, Item> Extend<Item> for $name<$($of,)* S>
        where
            real::$name<$($of,)* S>: Extend<Item>,
        {
            fn extend<I: IntoIterator<Item = Item>>(&mut self, items: I) {
                self.0.extend(items);
            }
        }

        impl<$($of,)* S, Item> FromIterator<Item> for $name<$($of,)* S>
        where
            real::$name<$($of,)* S>: FromIterator<Item>,
        {
            fn from_iter<I: IntoIterator<Item = Item>>(items: I) -> Self {
                Self(items.into_iter().collect())
            }
        }

        impl<$($of,)* S> IntoIterator for $name<$($of,)* S> {
            type Item = <real::$name<$($of,)* S> as IntoIterator>::Item;
            type IntoIter = <real::$name<$($of,)* S> as IntoIterator>::IntoIter;

            fn into_iter(self) -> Self::IntoIter {
                self.0.into_iter()
            }
        }

        impl<'a, $($of,)* S> IntoIterator for &'a $name<$($of,)* S> {
            type Item = <&'a real::$name<$($of,)* S> as IntoIterator>::Item;
            type IntoIter = <&'a real::$name<$($of,)* S> as IntoIterator>::IntoIter;

            fn into_iter(self) -> Self::IntoIter {
                (&self.0).into_iter()
            }
        }
    };
}
use table;
