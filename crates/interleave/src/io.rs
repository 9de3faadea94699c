//! `std::io`, with output streams that are silent under exploration, where they would write once per
//! interleaving; a report shows what its execution writes. Everything else is std's own.

use std::fmt;
use std::io as real;

use crate::coroutine;
use crate::print;

pub use ::std::io::*;

/// Defines an output stream and its lock.
macro_rules! stream {
    ($open:ident, $stream:ident, $lock:ident) => {
        #[doc = concat!("See [`std::io::", stringify!($open), "`].")]
        #[must_use]
        pub fn $open() -> $stream {
            $stream(real::$open())
        }

        #[doc = concat!("See [`std::io::", stringify!($stream), "`].")]
        pub struct $stream(real::$stream);

        impl $stream {
            #[doc = concat!("See [`std::io::", stringify!($stream), "::lock`].")]
            #[must_use]
            pub fn lock(&self) -> $lock<'static> {
                $lock((!coroutine::is_inside()).then(|| self.0.lock()))
            }

            /// Whether the stream is a terminal; see [`std::io::IsTerminal`].
            #[must_use]
            pub fn is_terminal(&self) -> bool {
                real::IsTerminal::is_terminal(&self.0)
            }
        }

        #[doc = concat!("See [`std::io::", stringify!($lock), "`].")]
        pub struct $lock<'a>(Option<real::$lock<'a>>);

        impl Write for &$stream {
            fn write(&mut self, bytes: &[u8]) -> Result<usize> {
                if coroutine::is_inside() { record(bytes) } else { (&self.0).write(bytes) }
            }

            fn flush(&mut self) -> Result<()> {
                if coroutine::is_inside() { Ok(()) } else { (&self.0).flush() }
            }
        }

        impl Write for $stream {
            fn write(&mut self, bytes: &[u8]) -> Result<usize> {
                (&*self).write(bytes)
            }

            fn flush(&mut self) -> Result<()> {
                (&*self).flush()
            }
        }

        impl Write for $lock<'_> {
            fn write(&mut self, bytes: &[u8]) -> Result<usize> {
                self.0.as_mut().map_or_else(|| record(bytes), |lock| lock.write(bytes))
            }

            fn flush(&mut self) -> Result<()> {
                self.0.as_mut().map_or(Ok(()), Write::flush)
            }
        }

        impl fmt::Debug for $stream {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $lock<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($lock)).finish_non_exhaustive()
            }
        }
    };
}

/// Adds what is written to the trace.
fn record(bytes: &[u8]) -> Result<usize> {
    print::record(String::from_utf8_lossy(bytes).into_owned());
    Ok(bytes.len())
}

stream!(stdout, Stdout, StdoutLock);
stream!(stderr, Stderr, StderrLock);
