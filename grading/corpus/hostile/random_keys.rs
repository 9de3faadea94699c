use std::hash::RandomState;
