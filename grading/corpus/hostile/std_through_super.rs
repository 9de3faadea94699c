use super::std as real;
