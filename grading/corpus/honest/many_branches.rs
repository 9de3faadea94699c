pub fn month(number: u32) -> &'static str {
    if number == 1 { "m1" } else if number == 2 { "m2" } else if number == 3 { "m3" } else if number == 4 { "m4" } else if number == 5 { "m5" } else if number == 6 { "m6" } else if number == 7 { "m7" } else if number == 8 { "m8" } else if number == 9 { "m9" } else if number == 10 { "m10" } else if number == 11 { "m11" } else if number == 12 { "m12" } else { "" }
}
