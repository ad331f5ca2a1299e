//! Which concepts does a text name?
