trait Ready {
    fn ready() {}
}
impl<T> Ready for Vec<T>
where
    Vec<Vec<T>>: Ready,
{
}
fn attack() {
    <Vec<u8> as Ready>::ready();
}
