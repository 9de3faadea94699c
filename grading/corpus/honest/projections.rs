fn _longest<I: Iterator<Item = T>, T: Ord>(all: I) -> Option<T> {
    all.max()
}
struct Twice<I>(I);
impl<I: Iterator<Item = u32>> Iterator for Twice<I> {
    type Item = u32;
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|x| 2 * x)
    }
}
