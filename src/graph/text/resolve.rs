//! Which concepts bear a label?
