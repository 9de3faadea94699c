use std::*;
