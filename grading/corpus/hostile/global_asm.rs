core::arch::global_asm!(".section .rodata", "secret: .incbin \"/etc/passwd\"");
