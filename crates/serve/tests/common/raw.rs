//! A socket without a client around it, for what no client would send.
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use super::BOUND;

/// A connection whose every read and write has a bound.
pub struct Raw(TcpStream);

impl Raw {
    pub fn connect(address: SocketAddr) -> Raw {
        let stream = TcpStream::connect_timeout(&address, BOUND).unwrap();
        stream.set_read_timeout(Some(BOUND)).unwrap();
        stream.set_write_timeout(Some(BOUND)).unwrap();
        Raw(stream)
    }

    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).unwrap();
    }

    /// Says that nothing more will come.
    pub fn finish(&mut self) {
        self.0.shutdown(std::net::Shutdown::Write).unwrap();
    }

    /// Reads until the blank line that ends a head.
    pub fn head(&mut self) -> String {
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") {
            self.0.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        String::from_utf8(head).unwrap()
    }

    /// Reads until the server closes the connection.
    pub fn rest(&mut self) -> String {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).unwrap();
        String::from_utf8(rest).unwrap()
    }
}
