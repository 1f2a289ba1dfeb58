//! Draws documents as scans, for samples, tests and confusion pairs.
