pub struct Names<'a> {
    all: &'a [&'a str],
    at: usize,
}
impl<'a> Iterator for Names<'a> {
    type Item = &'a str;
    fn next(&mut self) -> Option<&'a str> {
        self.at += 1;
        self.all.get(self.at - 1).copied()
    }
}
pub fn longest<'a, 'b>(names: &'a [&'b str]) -> Option<&'b str> {
    names.iter().copied().max_by_key(|name| name.len())
}
static ALL: &[&str] = &["a", "b"];
const ONE: &'static [&'static str] = &["a"];
pub fn all() -> usize {
    Names { all: ALL, at: 0 }.count() + ONE.len() + longest(ALL).map_or(0, str::len)
}
