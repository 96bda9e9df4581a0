//! What trials are made up from.

use serde::Serialize;

/// How the errors of the spasms of a trial are alike.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alike {
    /// The correlation of one spasm and the next.
    ByOrder(f64),
    /// The correlation of two spasms a day apart.
    ByTime(f64),
}

/// Which part of the table a setting belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Difference, correlation and scatter, each with each.
    Main,
    /// Spasms half a day, a day and four days apart.
    Gaps,
    /// What else goes on in a life.
    Life,
    /// Other margins.
    Margin,
    /// Measures after which pain does not fall.
    Harm,
    /// Beyond what the rule is held to.
    Beyond,
}

/// What trials are made up from. Points are those of pain, 0 to 10.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Setting {
    /// Its part of the table.
    pub group: Group,
    /// What is special about it; empty where nothing is.
    pub special: &'static str,
    /// How much further pain falls after B than after A, in points; not below 0.
    pub difference: f64,
    /// The margin, in tenths of a point.
    pub margin_tenths: u8,
    /// How errors are alike.
    pub alike: Alike,
    /// The standard deviation of errors, in points.
    pub sd: f64,
    /// The mean fall over both measures, in points.
    pub mean: f64,
    /// Pain before: even between these two.
    pub before: (u8, u8),
    /// The mean number of days from one spasm to the next; at least the washout.
    pub days_between: f64,
    /// How many points more pain falls at the last spasm than at the first.
    pub drift: f64,
    /// How many points more it falls at each second spasm than in the mean, and less at the others.
    pub rhythm: f64,
    /// The share of spasms without an answer.
    pub unanswered: f64,
    /// The share of answers that are late; by then pain has fallen by half a point more.
    pub late: f64,
    /// The share of draws that are declined: then neither measure is done, and pain falls by the mean.
    pub declined: f64,
    /// The share of spasms, of those in which pain fell by less than a point, with a painkiller that takes away 1.5 points before the
    /// answer.
    pub rescued: f64,
    /// The probability that the person stops after a spasm.
    pub breaks_off: f64,
}

/// Two equal measures in an ordinary life.
const PLAIN: Setting = Setting {
    group: Group::Main,
    special: "",
    difference: 0.0,
    margin_tenths: 10,
    alike: Alike::ByOrder(0.0),
    sd: 1.5,
    mean: 2.0,
    before: (5, 9),
    days_between: 1.0,
    drift: 0.0,
    rhythm: 0.0,
    unanswered: 0.0,
    late: 0.0,
    declined: 0.0,
    rescued: 0.0,
    breaks_off: 0.0,
};

/// All settings of the table.
pub fn settings() -> Vec<Setting> {
    let mut all = Vec::new();
    for difference in [0.0, 1.0, 2.0, 3.0] {
        for correlation in [-0.3, 0.0, 0.3, 0.6] {
            for sd in [1.0, 1.5, 2.5] {
                all.push(Setting { difference, alike: Alike::ByOrder(correlation), sd, ..PLAIN });
            }
        }
    }
    for difference in [0.0, 1.0, 2.0] {
        for correlation in [0.3, 0.6] {
            for days_between in [0.5, 1.0, 4.0] {
                let alike = Alike::ByTime(correlation);
                all.push(Setting { group: Group::Gaps, difference, alike, days_between, ..PLAIN });
            }
        }
    }
    let life = Setting { group: Group::Life, ..PLAIN };
    let of_life = [
        Setting { special: "pain falls more and more, by 2 points", drift: 2.0, ..life },
        Setting { special: "pain falls less and less, by 2 points", drift: -2.0, ..life },
        Setting { special: "low pain that mostly ends at 0", before: (4, 6), mean: 4.0, ..life },
        Setting { special: "severe pain that falls little", before: (8, 10), mean: 0.5, ..life },
        Setting { special: "one in five unanswered, one in five late", unanswered: 0.2, late: 0.2, ..life },
        Setting { special: "one draw in seven declined", declined: 0.15, ..life },
        Setting { special: "a painkiller in half of the bad ones", rescued: 0.5, ..life },
        Setting { special: "stopped after one spasm in twenty", breaks_off: 0.05, ..life },
        Setting { special: "each second spasm half a point better", rhythm: 0.5, days_between: 0.5, ..life },
    ];
    for setting in of_life {
        for difference in [0.0, 1.0, 2.0] {
            all.push(Setting { difference, ..setting.clone() });
        }
    }
    for (margin_tenths, differences) in [(5, [0.0, 0.5]), (15, [0.0, 1.5]), (20, [0.0, 2.0])] {
        for difference in differences {
            for sd in [1.0, 1.5, 2.5] {
                let alike = Alike::ByOrder(-0.3);
                all.push(Setting { group: Group::Margin, margin_tenths, difference, alike, sd, ..PLAIN });
            }
        }
    }
    let harm = Setting { group: Group::Harm, before: (4, 7), ..PLAIN };
    all.extend([
        Setting { special: "pain stays as it is", mean: 0.0, ..harm },
        Setting { special: "pain stays as it is, and scatters", mean: 0.0, sd: 2.5, ..harm },
        Setting { special: "pain rises by 2 after A, stays after B", mean: -1.0, difference: 2.0, ..harm },
        Setting { special: "pain rises by 2 after both", mean: -2.0, ..harm },
    ]);
    let beyond = Setting { group: Group::Beyond, ..PLAIN };
    for sd in [1.0, 1.5, 2.5] {
        all.push(Setting { special: "strongly opposed", alike: Alike::ByOrder(-0.5), sd, ..beyond });
    }
    all.push(Setting { special: "each second spasm 0.75 points better", rhythm: 0.75, sd: 1.0, ..beyond });
    all
}
