//! `std::collections::hash_set`, with a fixed hasher by default.

use std::collections as real;
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::ops::{BitAnd, BitOr, BitXor, Deref, DerefMut, Sub};

use crate::hash::RandomState;

pub use std::collections::hash_set::*;

super::table!(HashSet<T>);

impl<T: Eq + Hash, const N: usize> From<[T; N]> for HashSet<T> {
    fn from(items: [T; N]) -> Self {
        items.into_iter().collect()
    }
}

/// Defines an operator on two sets.
macro_rules! operator {
    ($operator:ident::$method:ident) => {
        impl<T: Eq + Hash + Clone, S: BuildHasher + Default> $operator<&HashSet<T, S>>
            for &HashSet<T, S>
        {
            type Output = HashSet<T, S>;

            fn $method(self, other: &HashSet<T, S>) -> HashSet<T, S> {
                HashSet(self.0.$method(&other.0))
            }
        }
    };
}

operator!(BitAnd::bitand);
operator!(BitOr::bitor);
operator!(BitXor::bitxor);
operator!(Sub::sub);
