type Never<T> = <T as TryFrom<T>>::Error;
trait Grow<'a, 'b> {
    fn grow(self, text: &'a str) -> &'b str;
}
impl<'a, 'b> Grow<'a, 'b> for Option<Never<&'b [&'a ()]>> {
    fn grow(self, text: &'a str) -> &'b str {
        text
    }
}
