//! How far an import has come: a bar on a terminal, and a line for each phase that is done.

use std::{
    cell::RefCell,
    time::{Duration, Instant},
};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::super::say;
use crate::import::Progress;

const COUNTED: &str = "{msg}: {wide_bar} {human_pos} of about {human_len} rows, {per_sec}, {eta} left";
const UNCOUNTED: &str = "{spinner} {msg}: {human_pos} rows, {per_sec}, {elapsed}";
const WAITING: &str = "{spinner} {msg}: {elapsed}";

/// Shows progress on standard error.
pub(super) struct Shown {
    bar: ProgressBar,
    phase: RefCell<Option<Phase>>,
}

struct Phase {
    name: String,
    began: Instant,
    rows: u64,
}

impl Shown {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        Self { bar, phase: RefCell::new(None) }
    }

    /// Ends the phase that is under way.
    pub(super) fn finish(&self) {
        if let Some(Phase { name, began, rows }) = self.phase.take() {
            self.bar.disable_steady_tick();
            let seconds = began.elapsed().as_secs_f64();
            let rows = match rows {
                0 => String::new(),
                1 => "1 row, ".to_owned(),
                _ => format!("{} rows, ", HumanCount(rows)),
            };
            self.bar.suspend(|| say(format_args!("{name}: {rows}{seconds:.1} s")));
            self.bar.finish_and_clear();
        }
    }

    fn style(&self, template: &str) {
        self.bar.set_style(ProgressStyle::with_template(template).expect("a test draws all templates"));
    }
}

impl Progress for Shown {
    fn phase(&self, name: &str, steps: Option<u64>) {
        self.finish();
        self.phase.replace(Some(Phase { name: name.to_owned(), began: Instant::now(), rows: 0 }));
        self.bar.reset();
        self.bar.set_message(name.to_owned());
        match steps {
            Some(steps) => {
                self.bar.set_length(steps);
                self.style(COUNTED);
            }
            None => {
                self.bar.unset_length();
                self.style(WAITING);
            }
        }
        self.bar.enable_steady_tick(Duration::from_millis(100));
    }

    fn advance(&self, steps: u64) {
        if let Some(phase) = &mut *self.phase.borrow_mut() {
            if phase.rows == 0 && self.bar.length().is_none() {
                self.style(UNCOUNTED);
            }
            phase.rows += steps;
        }
        self.bar.inc(steps);
    }

    fn share(&self, done: f64) {
        if done > 0.0 {
            if self.bar.length().is_none() {
                self.style(COUNTED);
            }
            // The rest of the file is taken to have as many rows a byte as what was read of it.
            self.bar.set_length((self.bar.position() as f64 / done.min(1.0)) as u64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_templates_can_be_drawn_and_a_total_is_reckoned_from_the_share() {
        let shown = Shown::new();
        for template in [COUNTED, UNCOUNTED, WAITING] {
            shown.style(template);
        }
        shown.phase("rows", None);
        shown.advance(1_000);
        shown.share(0.25);
        assert_eq!((shown.bar.position(), shown.bar.length()), (1_000, Some(4_000)));
        shown.phase("more", Some(10));
        assert_eq!((shown.bar.position(), shown.bar.length()), (0, Some(10)));
    }
}
