mod inner {
    use super::super::*;
}
