#!/"
use std::fs;
// "
