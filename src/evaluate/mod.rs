//! Compares what was made with the truth.
