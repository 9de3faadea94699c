//! The configuration of shuttle.
use shuttle::{Config, FailurePersistence};

/// A configuration that writes no files, with stacks large enough for unoptimized code.
pub fn config() -> Config {
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config.silence_warnings = true;
    config.stack_size = 0x4_0000;
    config
}
