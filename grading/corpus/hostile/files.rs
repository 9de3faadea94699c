use std::fs::File;
