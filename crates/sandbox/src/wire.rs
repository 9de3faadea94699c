//! Messages between the grader and a supervisor: a length, then bytes, which are JSON or a text.
use std::io::{self, ErrorKind, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// No message is longer than this.
const MAX: u32 = 64 << 20;

/// Writes a value.
pub(crate) fn write(to: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    write_bytes(to, &serde_json::to_vec(value)?)
}

/// Writes bytes as they are.
pub(crate) fn write_bytes(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= MAX);
    let length = length.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "a long message"))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// Reads a value; `None` if the other side has ended.
pub(crate) fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    Ok(match read_bytes(from)? {
        Some(json) => Some(serde_json::from_slice(&json)?),
        None => None,
    })
}

/// Reads bytes; `None` if the other side has ended.
pub(crate) fn read_bytes(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        result => result?,
    }
    let length = u32::from_le_bytes(length);
    if length > MAX {
        return Err(io::Error::new(ErrorKind::InvalidData, "a long message"));
    }
    let mut bytes = vec![0; length as usize];
    from.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}
