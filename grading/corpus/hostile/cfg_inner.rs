#![cfg(not(test))]
