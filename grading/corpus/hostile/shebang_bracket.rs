#!/(
use std::fs;
// )
