//! Runs lines: what `cli` parsed, given to a session.
