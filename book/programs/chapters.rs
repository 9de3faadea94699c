//! The chapters: rustdoc compiles every Rust block of their text, and runs those that are not `no_run`.

/// Declares a type for each chapter, documented with its text.
#[cfg(doctest)]
macro_rules! chapters {
    ($($name:ident $file:literal;)*) => {
        $(#[doc = include_str!(concat!("../src/", $file))] struct $name;)*
    };
}

#[cfg(doctest)]
chapters! {
    HowToRead "00-how-to-read.md";
    TwoModels "01-two-models.md";
    Threads "02-threads.md";
    RaceConditions "03-race-conditions.md";
    MutualExclusion "04-mutual-exclusion.md";
    Deadlock "05-deadlock.md";
    ConditionVariables "06-condition-variables.md";
    ReadersAndWriters "07-readers-and-writers.md";
    Once "08-once.md";
    ChannelsAndActors "09-channels-and-actors.md";
    Atomics "10-atomics.md";
    ConcurrentCache "11-concurrent-cache.md";
    RaceDetector "12-race-detector.md";
    GoroutinesAndThreads "13-goroutines-and-threads.md";
    HowThisCourseJudges "14-how-this-course-judges.md";
    WhatIsModeled "15-what-is-modeled.md";
    WhereEachIdeaLives "16-where-each-idea-lives.md";
}
