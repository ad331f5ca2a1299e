//! What somebody lacks, what fits, what to learn and what is implied: against slow and obvious references on random
//! graphs, whole answers on the built-in graph, and what is refused.

mod answers;
mod gaps;
mod implications;
mod matches;
mod paths;
mod refusals;
mod worlds;
