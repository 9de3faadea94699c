fn write(address: *mut u8) {
    assert!(unsafe { *address } == 1)
}
