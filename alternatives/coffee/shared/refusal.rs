use std::error::Error;
use std::fmt;

pub const LENGTH: usize = 15;

#[derive(Debug)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "only {LENGTH} letters fit, and only ASCII")
    }
}

impl Error for TooLong {}
