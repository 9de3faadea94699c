use std::hash::BuildHasher as _;
