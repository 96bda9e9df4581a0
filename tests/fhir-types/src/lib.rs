//! Nothing: the test is what this is for.
