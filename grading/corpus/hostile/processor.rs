fn asm() {
    std::arch::asm!("nop");
}
