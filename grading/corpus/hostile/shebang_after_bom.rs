#!/*
use std::fs;
// */
