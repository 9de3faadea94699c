use std::net::TcpStream;
