type A<T> = (T, T, T, T);
type B<T> = A<A<A<A<A<T>>>>>;
type C = B<B<B<u8>>>;
fn attack() {
    let _ = std::mem::size_of::<C>();
    println!("{:?}", None::<C>);
}
