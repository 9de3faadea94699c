//! What both engines explore for the benchmark: the models of two exercises.
use std::fmt;

/// One model. Each is right if `guarded`, and wrong in some interleaving if not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Writers put their own byte into each cell of one board, which must show one whole order.
    Coffee {
        /// How many threads write.
        writers: u8,
        /// How many cells the board has.
        bytes: u8,
        /// Whether a mutex is held over the whole order.
        guarded: bool,
    },
    /// Customers reserve the first free cat, of which there is one fewer than customers.
    Cat {
        /// How many threads reserve.
        customers: u8,
        /// Whether a thread of its own ends each appointment.
        appointments: bool,
        /// Whether looking and marking is one critical section.
        guarded: bool,
    },
}

impl Model {
    /// How many threads it has at the most, the first one among them.
    pub fn threads(self) -> usize {
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
