//! What the words say of strengths, and which are sold.

use super::Names;
use super::found::{Found, Part, is_same};
use crate::amount::{self, Amount, Shape, believed};
use supple_guidance::medicines::Product;

impl<'g> Names<'g> {
    /// What the words say of strengths: each belongs to the name before it, and a list to all of them in their order.
    pub(super) fn strengths(
        &self,
        groups: &mut [Vec<Part<'g>>],
        lead: &Amount,
        tails: &[amount::Said],
        found: &mut Found<'g>,
    ) {
        let units = |count: f64, found: &mut Found<'g>| {
            // Two counts may be one written twice; the product is never too low.
            found.unclear |= found.units.is_some();
            found.units = Some(found.units.unwrap_or(1.0) * count);
        };
        match lead {
            Amount::Nothing => {}
            Amount::Bare(count) | Amount::Count(count, _) => units(*count, found),
            Amount::Each(mg, Some(count)) => {
                units(*count, found);
                self.strength(&mut groups[0], *mg, found);
            }
            Amount::Mass(mg) | Amount::Each(mg, None) => self.strength(&mut groups[0], *mg, found),
            _ => found.unclear = true,
        }
        let last = tails.len() - 1;
        for (place, tail) in tails.iter().enumerate() {
            if let Amount::List(_, Some(count)) = &tail.amount {
                units(*count, found);
            }
            match &tail.amount {
                Amount::Nothing => {}
                Amount::Mass(mg) | Amount::Each(mg, None) => self.strength(&mut groups[place], *mg, found),
                Amount::Each(mg, Some(count)) => {
                    units(*count, found);
                    self.strength(&mut groups[place], *mg, found);
                }
                Amount::Bare(number) if *number >= believed().least_strength_mg => {
                    self.strength(&mut groups[place], *number, found);
                }
                Amount::Count(count, Some(Shape::Solid)) if *count > believed().most_taken_solids => {
                    found.pack = Some(*count)
                }
                Amount::Bare(count) | Amount::Count(count, _) => units(*count, found),
                Amount::Beside(count, mg, _) => {
                    found.pack = Some(*count);
                    self.strength(&mut groups[place], *mg, found);
                }
                Amount::Rate(mg, ml) if groups[place].len() == 1 => found.rate = Some((*mg, *ml)),
                Amount::List(all, _) if groups[place].len() == all.len() => self.listed(&mut groups[place], all, found),
                Amount::List(all, _) if place == last && groups.len() == all.len() => {
                    for (group, mg) in groups.iter_mut().zip(all) {
                        self.strength(group, *mg, found);
                    }
                }
                Amount::List(all, _) => {
                    // More strengths than names: the others belong to what the name hides.
                    found.left.push(all.iter().map(f64::to_string).collect::<Vec<_>>().join("/"));
                    found.unclear = true;
                }
                // "10-325" after two names is no range.
                Amount::Unclear(..) if place == last && groups.len() == 2 => match tail.range {
                    Some(all) => {
                        for (group, mg) in groups.iter_mut().zip(all) {
                            self.strength(group, mg, found);
                        }
                    }
                    None => found.unclear = true,
                },
                Amount::Unclear(mg, count) => {
                    found.unclear = true;
                    if let Some(mg) = mg {
                        self.strength(&mut groups[place], *mg, found);
                    }
                    found.units = count.or(found.units);
                }
                Amount::Rate(..) | Amount::Volume(_) | Amount::VolumeOf(..) => found.unclear = true,
            }
        }
    }

    /// One strength, of the unit. In a mix it says nothing unless it is that of one part already.
    fn strength(&self, parts: &mut [Part<'g>], mg: f64, found: &mut Found<'g>) {
        match parts {
            [part] => match part.unit_mg {
                Some(own) if !is_same(own, mg) => {
                    // Of a salt more goes into a tablet than of what it is counted as; else it is another pack.
                    found.unclear = true;
                    part.unit_mg = Some(own.max(mg));
                }
                // A strength that is not sold under the name is a slip, or another pack.
                None if part.most_mg.is_some() && !self.is_sold_with(part, mg) => {
                    found.unclear = true;
                    part.unit_mg = part.most_mg.map(|most| most.max(mg));
                }
                _ => part.unit_mg = Some(mg),
            },
            parts => match parts.iter_mut().find(|part| self.is_sold_with(part, mg)) {
                Some(part) => part.unit_mg = Some(mg),
                None => found.unclear = true,
            },
        }
    }

    /// "8/500", in the order of what the name holds or turned round.
    fn listed(&self, parts: &mut [Part<'g>], all: &[f64], found: &mut Found<'g>) {
        let fits = |all: &[f64]| parts.iter().zip(all).all(|(part, mg)| self.is_sold_with(part, *mg));
        let turned: Vec<f64> = all.iter().rev().copied().collect();
        let order = if fits(all) { all } else { turned.as_slice() };
        found.unclear |= !fits(order);
        for (part, mg) in parts.iter_mut().zip(order) {
            part.unit_mg = Some(*mg);
        }
    }

    /// The strengths in which a substance is sold by itself: under this name, else in this country, the smallest first.
    pub(crate) fn strengths_of(&self, country: Option<&str>, part: &Part<'g>) -> Vec<f64> {
        let by_itself = |product: &&'g Product| {
            product.holds.len() == 1 && product.ml.is_none() && Some(product.country.as_str()) == country
        };
        let holds = self.medicines.products.iter().filter(by_itself).flat_map(|product| &product.holds);
        let of_country = holds.filter(|holds| holds.substance == part.substance.id()).filter_map(|holds| holds.mg);
        let mut strengths: Vec<f64> = if part.sold.is_empty() { of_country.collect() } else { part.sold.to_vec() };
        strengths.sort_by(f64::total_cmp);
        strengths.dedup();
        strengths
    }

    /// Whether a part of a pack or a family is sold with this strength.
    fn is_sold_with(&self, part: &Part<'g>, mg: f64) -> bool {
        let families = self.medicines.families.iter().flat_map(|family| &family.may_hold);
        let mut own = families.filter(|holds| holds.substance == part.substance.id()).flat_map(|holds| &holds.mg);
        match part.unit_mg {
            Some(own) => is_same(own, mg),
            None => own.any(|own| is_same(*own, mg)),
        }
    }
}
