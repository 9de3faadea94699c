use std::arch::*;
global_asm!(".section .rodata", "secret: .incbin \"/etc/passwd\"");
