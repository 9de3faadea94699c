use crate::std::fs as files;
