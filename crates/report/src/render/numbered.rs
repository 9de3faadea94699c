//! A table by small numbers: of threads, or of objects.

/// What there is for each number; nothing, for most.
#[derive(Clone, Debug)]
pub(crate) struct Numbered<T>(Vec<Option<T>>);

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Default> Numbered<T> {
    pub(crate) fn get(&self, number: usize) -> Option<&T> {
        self.0.get(number)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, number: usize) -> Option<&mut T> {
        self.0.get_mut(number)?.as_mut()
    }

    /// What there is for the number: made, if it is asked for the first time.
    pub(crate) fn entry(&mut self, number: usize) -> &mut T {
        if self.0.len() <= number {
            self.0.resize_with(number + 1, || None);
        }
        self.0[number].get_or_insert_default()
    }

    /// In the order of the numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        self.0.iter().enumerate().filter_map(|(number, entry)| Some((number, entry.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_is_there_in_order() {
        let mut names: Numbered<String> = Numbered::default();
        assert_eq!(names.get(3), None);
        names.entry(3).push_str("three");
        names.entry(1).push_str("one");
        names.entry(3).push('!');
        assert_eq!(names.get(3).map(String::as_str), Some("three!"));
        assert_eq!(names.get_mut(2), None);
        assert_eq!(names.iter().map(|(number, _)| number).collect::<Vec<_>>(), [1, 3]);
    }
}
