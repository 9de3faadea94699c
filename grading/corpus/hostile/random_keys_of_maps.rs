use std::collections::hash_map::RandomState;
