use std as a1;
use a1 as a2;
use a2 as a3;
use a3 as a4;
use a4 as a5;
use a5 as a6;
use a6 as a7;
use a7 as a8;
use a8 as a9;
use a9 as a10;
use a10 as a11;
use a11 as a12;
fn attack() {
    let _ = a12::any::type_name::<u8>();
}
