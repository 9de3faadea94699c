pub const TEXT: &str = "🦀 ‏مرحبا 日本語";
