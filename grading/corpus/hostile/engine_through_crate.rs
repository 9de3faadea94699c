use crate::interleave as engine;
