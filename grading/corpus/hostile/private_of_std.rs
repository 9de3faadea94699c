use std::__real as real;
