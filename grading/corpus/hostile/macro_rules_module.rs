macro_rules! build {
    ($name:ident $end:tt) => {
        mod $name $end
    };
}
build!(other ;);
