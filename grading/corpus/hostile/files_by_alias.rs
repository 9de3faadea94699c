use std::{self as s, fs as f};
