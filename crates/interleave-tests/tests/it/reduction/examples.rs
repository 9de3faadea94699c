//! Small programs of which the search explores too much or too little if it plans continuations wrongly: generated
//! ones that are the first to have other numbers with a mutant of the search.

use super::program::Op::{self, *};

/// The statements of each thread, and what exploring them comes to.
pub(super) struct Example {
    pub(super) threads: &'static [&'static [(Op, usize)]],
    pub(super) outcomes: usize,
    pub(super) executions: u64,
    pub(super) redundant: u64,
}

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        threads: &[
            &[(If, 0), (StoreWeak, 0), (StoreWeak, 1), (StoreWeak, 1)],
            &[(ExchangeWeak, 1), (ExchangeWeak, 0), (StoreWeak, 0)],
            &[(LoadWeak, 1), (Acquire, 0), (Swap, 0)],
        ],
        outcomes: 184,
        executions: 1168,
        redundant: 0,
    },
    Example {
        threads: &[
            &[(StoreWeak, 0), (Publish, 1), (Acquire, 1), (Acquire, 0)],
            &[(If, 1), (Acquire, 1), (ExchangeWeak, 0), (If, 0)],
            &[(LoadWeak, 1), (StoreWeak, 1), (ExchangeWeak, 0)],
        ],
        outcomes: 120,
        executions: 536,
        redundant: 10,
    },
    Example {
        threads: &[
            &[(Load, 0), (Store, 1)],
            &[(Exchange, 1), (Load, 1), (Store, 0)],
            &[(Load, 0), (Exchange, 0), (Load, 0)],
            &[(Store, 0), (Exchange, 1), (Store, 0)],
        ],
        outcomes: 176,
        executions: 3840,
        redundant: 6,
    },
    Example {
        threads: &[
            &[(ExchangeSpurious, 1), (LoadWeak, 0)],
            &[(Exchange, 1), (ExchangeSpurious, 0)],
            &[(ExchangeSpurious, 1), (LoadWeak, 0)],
            &[(StoreWeak, 1)],
        ],
        outcomes: 70,
        executions: 944,
        redundant: 92,
    },
    Example {
        threads: &[
            &[(StoreWeak, 0)],
            &[(ExchangeSpurious, 1)],
            &[],
            &[(ExchangeWeak, 1), (LoadWeak, 0)],
        ],
        outcomes: 6,
        executions: 32,
        redundant: 0,
    },
    Example {
        threads: &[
            &[(ExchangeWeak, 1)],
            &[(LoadWeak, 0), (ExchangeSpurious, 1)],
            &[(ExchangeSpurious, 0), (Exchange, 0)],
            &[(Exchange, 0), (Exchange, 0)],
        ],
        outcomes: 9,
        executions: 96,
        redundant: 16,
    },
    Example {
        threads: &[
            &[(Exchange, 0), (ExchangeWeak, 1)],
            &[(LoadWeak, 1), (ExchangeWeak, 0)],
            &[(StoreWeak, 1), (StoreWeak, 0)],
            &[(Exchange, 1), (Exchange, 0)],
        ],
        outcomes: 8,
        executions: 256,
        redundant: 0,
    },
    Example {
        threads: &[
            &[(LoadWeak, 1), (StoreWeak, 0)],
            &[(ExchangeSpurious, 1), (ExchangeSpurious, 0)],
            &[(LoadWeak, 0), (StoreWeak, 0)],
            &[(ExchangeSpurious, 1)],
        ],
        outcomes: 126,
        executions: 656,
        redundant: 19,
    },
    Example {
        threads: &[
            &[(ExchangeSpurious, 0), (ExchangeSpurious, 1)],
            &[(StoreWeak, 0)],
            &[(LoadWeak, 0), (LoadWeak, 1)],
            &[(Exchange, 1)],
        ],
        outcomes: 42,
        executions: 272,
        redundant: 13,
    },
    Example {
        threads: &[
            &[(ExchangeWeak, 1), (ExchangeSpurious, 1)],
            &[(ExchangeSpurious, 0)],
            &[(Exchange, 0), (ExchangeWeak, 1)],
            &[(Exchange, 0), (LoadWeak, 1)],
        ],
        outcomes: 12,
        executions: 224,
        redundant: 14,
    },
    Example {
        threads: &[
            &[(LoadWeak, 0), (StoreWeak, 0)],
            &[(LoadWeak, 1)],
            &[(ExchangeSpurious, 1), (Exchange, 0)],
            &[],
        ],
        outcomes: 6,
        executions: 24,
        redundant: 1,
    },
    Example {
        threads: &[
            &[(ExchangeWeak, 0)],
            &[(ExchangeSpurious, 1), (LoadWeak, 0)],
            &[(LoadWeak, 1)],
            &[(ExchangeSpurious, 0)],
        ],
        outcomes: 15,
        executions: 80,
        redundant: 12,
    },
    Example {
        threads: &[
            &[(ExchangeSpurious, 0), (LoadWeak, 1)],
            &[(ExchangeSpurious, 0), (ExchangeSpurious, 1)],
            &[(ExchangeSpurious, 0)],
            &[(LoadWeak, 1)],
        ],
        outcomes: 65,
        executions: 520,
        redundant: 34,
    },
    Example {
        threads: &[
            &[(StoreWeak, 1), (ExchangeSpurious, 1)],
            &[(Own, 0)],
            &[(Own, 0), (StoreWeak, 1)],
        ],
        outcomes: 24,
        executions: 96,
        redundant: 0,
    },
    Example {
        threads: &[
            &[(Own, 1), (Store, 0)],
            &[(Load, 0), (If, 0), (Own, 0)],
            &[(Store, 0), (Load, 1)],
        ],
        outcomes: 44,
        executions: 192,
        redundant: 0,
    },
    Example {
        threads: &[&[(Own, 0), (Own, 1)], &[(Exchange, 1)], &[(If, 1)]],
        outcomes: 8,
        executions: 32,
        redundant: 0,
    },
    Example {
        threads: &[
            &[(Own, 0), (Exchange, 1), (Own, 0)],
            &[(Exchange, 1), (Exchange, 0)],
            &[(Store, 1), (Own, 0)],
        ],
        outcomes: 40,
        executions: 1216,
        redundant: 8,
    },
    Example {
        threads: &[
            &[(Load, 1), (If, 1), (If, 0)],
            &[(Load, 1), (Own, 1)],
            &[(Exchange, 1), (Own, 1), (If, 1)],
        ],
        outcomes: 36,
        executions: 208,
        redundant: 0,
    },
    Example {
        threads: &[&[(Own, 1), (Load, 0), (Exchange, 1)], &[(Store, 0), (Load, 0)], &[(Store, 0)]],
        outcomes: 18,
        executions: 72,
        redundant: 0,
    },
    Example {
        threads: &[
            &[(Own, 0), (Exchange, 0), (Own, 1)],
            &[(Store, 1), (Own, 0)],
            &[(Store, 1), (Store, 0), (Load, 0)],
        ],
        outcomes: 352,
        executions: 2288,
        redundant: 4,
    },
    Example {
        threads: &[
            &[(Store, 0), (Own, 1)],
            &[(Own, 0), (Own, 0)],
            &[(Own, 1), (Store, 0), (Own, 1)],
        ],
        outcomes: 832,
        executions: 6560,
        redundant: 0,
    },
    Example {
        threads: &[
            &[(Exchange, 0), (Store, 0), (Own, 0)],
            &[(Load, 1), (Own, 1), (Exchange, 0)],
            &[(Exchange, 1), (Load, 1), (Exchange, 1)],
        ],
        outcomes: 16,
        executions: 544,
        redundant: 0,
    },
    // This one does not end within the limit.
    Example {
        threads: &[
            &[(StoreWeak, 0), (LoadWeak, 0), (Own, 0)],
            &[(Own, 0), (Own, 0)],
            &[(Own, 1), (ExchangeSpurious, 0), (Own, 1)],
        ],
        outcomes: 1052,
        executions: 7990,
        redundant: 10,
    },
];
