//! The command behind the Makefile.
