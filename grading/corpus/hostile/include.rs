include!("../complete/loon.rs");
