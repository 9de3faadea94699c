//! `std::collections::hash_map`, with a fixed hasher by default.

use std::borrow::Borrow;
use std::collections as real;
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::ops::{Deref, DerefMut, Index};

pub use crate::hash::RandomState;
pub use std::collections::hash_map::*;

super::table!(HashMap<K, V>);

impl<K, V, S> HashMap<K, V, S> {
    /// See [`std::collections::HashMap::into_keys`].
    pub fn into_keys(self) -> real::hash_map::IntoKeys<K, V> {
        self.0.into_keys()
    }

    /// See [`std::collections::HashMap::into_values`].
    pub fn into_values(self) -> real::hash_map::IntoValues<K, V> {
        self.0.into_values()
    }
}

impl<'a, K, V, S> IntoIterator for &'a mut HashMap<K, V, S> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = real::hash_map::IterMut<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}

impl<K: Eq + Hash, V, const N: usize> From<[(K, V); N]> for HashMap<K, V> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K, Q, V, S> Index<&Q> for HashMap<K, V, S>
where
    K: Eq + Hash + Borrow<Q>,
    Q: Eq + Hash + ?Sized,
    S: BuildHasher,
{
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        &self.0[key]
    }
}
