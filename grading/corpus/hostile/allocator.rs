use std::alloc::System;
