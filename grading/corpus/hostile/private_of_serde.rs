use serde::__private as real;
