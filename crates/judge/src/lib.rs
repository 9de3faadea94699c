//! Properties, outcome snapshots and verdicts: what the tests of every exercise share.
