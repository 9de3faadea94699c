//! A real HTTP server around the handle function of an exercise.
