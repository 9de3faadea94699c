trait Sub: Iterator<Item: Copy> {}
fn twice<T: Sub<Item = String> + ?Sized>(x: &String) -> String { *x }
pub fn attack() {
    let x = String::from("abc def ghi");
    let y = twice::<dyn Sub<Item = String>>(&x);
    drop(x);
    let z = String::from("xyz uvw rst");
    println!("{y} {z}");
    std::mem::forget(y);
}
