#![feature(rustc_attrs)]
