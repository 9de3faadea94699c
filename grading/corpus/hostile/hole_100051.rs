trait Grow<'a, 'b> {
    fn grow(self, text: &'a str) -> &'b str;
}
impl<'a, 'b> Grow<'a, 'b> for Option<<&'b [&'a ()] as TryFrom<&'b [&'a ()]>>::Error> {
    fn grow(self, text: &'a str) -> &'b str {
        text
    }
}
