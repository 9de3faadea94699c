//! A list that keeps its elements when it is cleared, so that the next execution does not allocate
//! them again.

use std::ops::{Deref, DerefMut, Index, IndexMut};

/// The first `live` elements belong to the list; the others wait to be reused.
#[derive(Debug)]
pub(crate) struct Pool<T> {
    elements: Vec<T>,
    live: usize,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { elements: Vec::new(), live: 0 }
    }
}

impl<T> Pool<T> {
    pub(crate) fn clear(&mut self) {
        self.live = 0;
    }

    /// Adds a used element, if there is one; the caller must reset it.
    pub(crate) fn reuse(&mut self) -> Option<&mut T> {
        let element = self.elements.get_mut(self.live)?;
        self.live += 1;
        Some(element)
    }

    /// Adds a new element; there must be none to reuse.
    pub(crate) fn push(&mut self, element: T) {
        assert_eq!(self.live, self.elements.len());
        self.elements.push(element);
        self.live += 1;
    }
}

/// Elements that wait to be reused are out of bounds.
impl<T> Index<usize> for Pool<T> {
    type Output = T;

    #[inline]
    fn index(&self, index: usize) -> &T {
        assert!(index < self.live);
        &self.elements[index]
    }
}

impl<T> IndexMut<usize> for Pool<T> {
    #[inline]
    fn index_mut(&mut self, index: usize) -> &mut T {
        assert!(index < self.live);
        &mut self.elements[index]
    }
}

impl<T> Deref for Pool<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.elements[..self.live]
    }
}

impl<T> DerefMut for Pool<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.elements[..self.live]
    }
}
