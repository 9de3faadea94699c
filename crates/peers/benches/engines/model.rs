//! The models that all engines explore, after two of the exercises.
use std::fmt;

/// A model is correct if `guarded`, and otherwise fails in some interleavings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Model {
    /// Writers store their own byte in each cell of a board, which must then show a single order.
    Coffee {
        writers: u8,
        bytes: u8,
        /// Whether a mutex is held while writing.
        guarded: bool,
    },
    /// Customers reserve the first free cat; there is one cat fewer than customers.
    Cat {
        customers: u8,
        /// Whether a separate thread ends each appointment.
        appointments: bool,
        /// Whether checking and reserving is one critical section.
        guarded: bool,
    },
}

impl Model {
    /// The maximum number of threads, main included.
    pub(crate) fn threads(self) -> usize {
        1 + usize::from(match self {
            Model::Coffee { writers, .. } => writers,
            Model::Cat { customers, appointments, .. } => customers * (1 + u8::from(appointments)),
        })
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Model::Coffee { writers, bytes, guarded } => {
                write!(f, "{}coffee {writers} x {bytes}", if guarded { "" } else { "racy " })
            }
            Model::Cat { customers, appointments, guarded } => {
                write!(f, "{}cat {customers}", if guarded { "" } else { "racy " })?;
                f.write_str(if appointments { " + appointments" } else { "" })
            }
        }
    }
}
