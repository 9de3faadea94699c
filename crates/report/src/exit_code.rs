//! Exit codes of a process that the engine ends because it cannot stop the code under test.

/// The watchdog ended the process: a thread ran for too long without reaching a synchronization
/// operation, or real threads did not finish.
pub const STUCK: i32 = 86;

/// The process allocated more memory than its budget.
pub const OUT_OF_MEMORY: i32 = 87;
