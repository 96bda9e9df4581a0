//! What else may be made of an exposure: that it acts days later, or only where there is much of it, or only together with another.

use super::exposures::{How, Reading};
use super::table::Plan;
use super::{Design, Window};
use jiff::Timestamp;

/// A column that is made of one or two exposures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Also {
    /// The column of the exposure in its plan.
    pub(crate) column: usize,
    /// What is made of it.
    pub(crate) shape: Shape,
}

/// What is made of an exposure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// It was so on the day that lies so many days back; of a night, the one that so many days ago ended.
    DaysBefore(i64),
    /// Of a number: it lies in its upper third.
    UpperThird,
    /// It and that of another column were both so.
    With(usize),
}

impl Shape {
    /// What can be made of an exposure looked at in this window by itself. The usual look of what is looked at by day already is the
    /// day before.
    pub(crate) fn alone(window: Window, is_number: bool) -> Vec<Shape> {
        let days = match window {
            Window::Day => 2..=2,
            Window::Night | Window::Minutes(_) => 1..=2,
            // Its days are those before and after already.
            Window::Cycle { .. } => return Vec::new(),
        };
        days.map(Shape::DaysBefore).chain(is_number.then_some(Shape::UpperThird)).collect()
    }
}

impl Design {
    /// What is read of it on a day of a set, from what was read of the exposures of the plan; `onset` is when the spasm began.
    pub(super) fn also(
        &self,
        also: &Also,
        plan: &Plan<'_>,
        row: &[Reading],
        (day, onset): (i64, Option<Timestamp>),
    ) -> Reading {
        let column = |column: usize| row.get(column).copied().unwrap_or(Reading::Unknown);
        let Some(exposure) = plan.exposures.get(also.column).and_then(|place| self.exposures.get(*place)) else {
            return Reading::Unknown;
        };
        match (also.shape, column(also.column)) {
            (Shape::DaysBefore(days), _) => {
                let how = if plan.without_late.is_some() { How::ByThen } else { How::Usual };
                exposure.on_day(&self.days, day - days, onset, how)
            }
            (Shape::UpperThird, Reading::Known { x, is_late }) => {
                Reading::Known { x: f64::from(u8::from(x > exposure.upper_third)), is_late }
            }
            (Shape::With(other), Reading::Known { x, is_late }) => match column(other) {
                Reading::Known { x: other, is_late: other_late } => {
                    let both = x > 0.0 && other > 0.0;
                    Reading::Known { x: f64::from(u8::from(both)), is_late: is_late || other_late }
                }
                unknown => unknown,
            },
            (_, unknown) => unknown,
        }
    }
}
