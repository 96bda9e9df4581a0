//! Which of many possible links may be called likely.
//!
//! Whoever looks at twenty triggers finds one by chance. So a list is drawn up such that, of what stands on it, at most a
//! given share is expected to be wrong. For each link the probability P(b > 0) is known, together with all others
//! already taken into account by the joint, penalised fit; the chance to be wrong about its direction is `1 - P` where
//! it is thought to raise the odds and `P` where it is thought to lower them. The list is the longest, beginning with
//! the surest, on which the mean of these chances does not exceed the limit: a Bayesian false discovery rate (Gelman,
//! Hill and Yajima, J. Res. Educ. Eff. 2012, on why shrinkage comes first).
//!
//! Everything that is not on the list is "cannot tell yet", never "no link".

use crate::StatsError;
use crate::distributions::{normal_cdf, normal_density, normal_quantile};
use crate::number::root;
use serde::Serialize;

/// The usual limit: at most one in ten on the list is expected to be wrong.
pub const ONE_IN_TEN: f64 = 0.10;

/// A link that may be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Claim {
    /// Its place among the probabilities.
    pub place: usize,
    /// Whether it raises the odds; else it lowers them.
    pub raises: bool,
    /// The chance that the direction is wrong.
    pub wrong: f64,
}

/// The longest list of which at most this share is expected to be wrong, the surest first.
///
/// Takes P(b > 0) for each link, none where nothing is known of it.
///
/// ```
/// use supple_stats::discovery::{ONE_IN_TEN, claims};
///
/// // The chances of a wrong direction are 0.2, 0.01 and 0.3; the mean of the first two is 0.105, of the third too it grows.
/// let list = claims(&[Some(0.80), Some(0.99), Some(0.30)], ONE_IN_TEN)?;
/// assert_eq!((list.len(), list[0].place, list[0].raises), (1, 1, true));
/// # Ok::<(), supple_stats::StatsError>(())
/// ```
///
/// # Errors
/// With a value that is not a probability, or a limit that is none (its place is then the number of links).
pub fn claims(p_positive: &[Option<f64>], limit: f64) -> Result<Vec<Claim>, StatsError> {
    let all = p_positive.iter().copied().chain([Some(limit)]).enumerate();
    for (place, value) in all.filter_map(|(place, value)| Some((place, value?))) {
        if !(0.0..=1.0).contains(&value) {
            return Err(StatsError::NotAProbability { place, value });
        }
    }
    let known = p_positive.iter().enumerate().filter_map(|(place, p)| Some((place, (*p)?)));
    let mut list: Vec<Claim> =
        known.map(|(place, p)| Claim { place, raises: p > 0.5, wrong: p.min(1.0 - p) }).collect();
    list.sort_by(|a, b| a.wrong.total_cmp(&b.wrong).then(a.place.cmp(&b.place)));
    // The surest come first, so the mean only grows.
    let mut sum = 0.0;
    let stays_within = |(place, claim): &(usize, &Claim)| {
        sum += claim.wrong;
        sum <= limit * (place + 1) as f64
    };
    let many = list.iter().enumerate().take_while(stays_within).count();
    list.truncate(many);
    Ok(list)
}

/// The two-sided p of a link of which this is P(b > 0): the chance of one at least as far from 0, if there is none.
///
/// ```
/// assert_eq!(supple_stats::discovery::two_sided(0.75), 0.5);
/// ```
pub fn two_sided(p_positive: f64) -> f64 {
    2.0 * p_positive.min(1.0 - p_positive)
}

/// Which of these are discoveries, by the step-up procedure of Benjamini and Hochberg (J. R. Stat. Soc. B 1995): of those
/// that are, at most this share is expected to be none.
///
/// Takes the two-sided p of each, none where nothing is known of it. The same as
/// `p.adjust(p, method = "BH") <= share` of R.
///
/// ```
/// use supple_stats::discovery::benjamini_hochberg;
///
/// // R: p.adjust(c(0.01, 0.03, 0.035, 0.5), "BH") is 0.04, 0.0467, 0.0467, 0.5.
/// let p = [0.01, 0.03, 0.035, 0.5].map(Some);
/// assert_eq!(benjamini_hochberg(&p, 0.05), [true, true, true, false]);
/// assert_eq!(benjamini_hochberg(&p, 0.045), [true, false, false, false]);
/// ```
pub fn benjamini_hochberg(p_two_sided: &[Option<f64>], share: f64) -> Vec<bool> {
    let mut sorted: Vec<(f64, usize)> =
        p_two_sided.iter().enumerate().filter_map(|(place, p)| Some(((*p)?, place))).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let many = sorted.len() as f64;
    let within = |(rank, (p, _)): (usize, &(f64, usize))| *p <= share * (rank + 1) as f64 / many;
    let last = sorted.iter().enumerate().rposition(within).map_or(0, |rank| rank + 1);
    let mut on = vec![false; p_two_sided.len()];
    for (_, place) in &sorted[..last] {
        on[*place] = true;
    }
    on
}

/// Which of these are discoveries, by the step-down procedure of Holm (Scand. J. Stat. 1979): the chance that even one of them is none is
/// at most this. A list by the step-up procedure holds one that is none the more often, the more true ones there are beside it.
///
/// Takes the two-sided p of each, none where nothing is known of it. The same as `p.adjust(p, method = "holm") <= chance` of R.
///
/// ```
/// use supple_stats::discovery::holm;
///
/// // R: p.adjust(c(0.01, 0.03, 0.035, 0.5), "holm") is 0.04, 0.09, 0.09, 0.5.
/// let p = [0.01, 0.03, 0.035, 0.5].map(Some);
/// assert_eq!(holm(&p, 0.05), [true, false, false, false]);
/// assert_eq!(holm(&p, 0.09), [true, true, true, false]);
/// ```
pub fn holm(p_two_sided: &[Option<f64>], chance: f64) -> Vec<bool> {
    let mut sorted: Vec<(f64, usize)> =
        p_two_sided.iter().enumerate().filter_map(|(place, p)| Some(((*p)?, place))).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let many = sorted.len();
    let within = |(rank, (p, _)): &(usize, &(f64, usize))| *p * (many - rank) as f64 <= chance;
    let first = sorted.iter().enumerate().take_while(within).count();
    let mut on = vec![false; p_two_sided.len()];
    for (_, place) in &sorted[..first] {
        on[*place] = true;
    }
    on
}

/// How many standard errors from 0 a link had to be to be the last on such a list of so many links, which holds `on` of them.
///
/// ```
/// use supple_stats::discovery::needed;
///
/// assert!((needed(1, 1, 0.05) - 1.96).abs() < 0.001);
/// assert!((needed(20, 1, 0.05) - 3.023).abs() < 0.001);
/// assert_eq!(needed(20, 1, 0.05), needed(22, 3, 0.05));
/// ```
pub fn needed(links: usize, on: usize, chance: f64) -> f64 {
    let left = (links + 1).saturating_sub(on.max(1)).max(1);
    normal_quantile(1.0 - 0.5 * chance / left as f64)
}

/// What a link is, of which is known that it was picked for being at least so many standard errors from 0: what is picked for being
/// large is, on average, too large (*winner's curse*). Takes the estimate and its standard error on the log scale.
///
/// It is the middle of the estimate and of its conditional maximum likelihood estimate, which alone takes away too much (Zhong and
/// Prentice, Biostatistics 2008). What was not picked stays as it is.
///
/// ```
/// use supple_stats::discovery::unpicked;
///
/// assert_eq!(unpicked(1.0, 1.0, 1.96), 1.0);
/// // Just picked, it is taken down by much; far beyond, hardly.
/// assert!(unpicked(2.0, 1.0, 1.96) < 1.4);
/// assert!(unpicked(6.0, 1.0, 1.96) > 5.99);
/// assert_eq!(unpicked(-3.0, 1.0, 1.96), -unpicked(3.0, 1.0, 1.96));
/// ```
pub fn unpicked(estimate: f64, standard_error: f64, needed: f64) -> f64 {
    let z = (estimate / standard_error).abs();
    if !z.is_finite() || z < needed {
        return estimate;
    }
    // The mean of what is picked grows with what it is picked from, from 0 on.
    let mean = |mu: f64| {
        let (above, below) = (needed - mu, -needed - mu);
        let picked = normal_cdf(-above) + normal_cdf(below);
        mu + (normal_density(above) - normal_density(below)) / picked
    };
    let conditional = root(|mu| mean(mu) - z, 0.0, z);
    0.5 * (z + conditional) * standard_error * estimate.signum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn places(p: &[f64], limit: f64) -> Vec<usize> {
        let p: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        claims(&p, limit).unwrap().into_iter().map(|claim| claim.place).collect()
    }

    #[test]
    fn the_list_worked_by_hand() {
        // Chances to be wrong, the surest first: 0.01, 0.04, 0.20, 0.30; their means: 0.01, 0.025, 0.083, 0.1375.
        assert_eq!(places(&[0.80, 0.99, 0.30, 0.04], 0.10), [1, 3, 0]);
        assert_eq!(places(&[0.80, 0.99, 0.30, 0.04], 0.02), [1]);
        assert_eq!(places(&[0.80], 0.10), [0; 0]);
        let claim = claims(&[None, Some(0.04)], 0.10).unwrap()[0];
        assert_eq!((claim.place, claim.raises, claim.wrong), (1, false, 0.04));
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        assert_eq!(claims(&[Some(0.5), Some(1.5)], 0.1), Err(StatsError::NotAProbability { place: 1, value: 1.5 }));
        assert!(claims(&[Some(f64::NAN)], 0.1).is_err());
        assert!(claims(&[Some(0.5)], -0.1).is_err());
    }

    proptest! {
        #[test]
        fn it_is_the_longest_list_within_the_limit(p in vec(0.0..=1.0_f64, 0..12), limit in 0.0..0.5_f64) {
            let list = places(&p, limit);
            let wrong = |place: &usize| p[*place].min(1.0 - p[*place]);
            let mean = list.iter().map(wrong).sum::<f64>() / list.len().max(1) as f64;
            prop_assert!(mean <= limit + 1e-12);
            // Any other choice of as many and one more has a larger mean.
            for choice in 0_u32..1 << p.len() {
                if choice.count_ones() as usize == list.len() + 1 {
                    let sum: f64 = (0..p.len()).filter(|place| choice >> place & 1 == 1).map(|place| wrong(&place)).sum();
                    prop_assert!(sum / (list.len() + 1) as f64 > limit - 1e-12);
                }
            }
        }
    }
}
