#![doc = include_str!("/etc/passwd")]
