//! Files in and out: which are to be read, under which names their results stand, how these are written.

pub(crate) mod inputs;
pub(crate) mod names;
pub(crate) mod natural;
pub(crate) mod ours;
pub(crate) mod place;
pub(crate) mod write;
