//! Cross-checks against shuttle, and figures beside it; no student compiles this.
