fn write(address: *mut u8) {
    unsafe { *address = 1 }
}
