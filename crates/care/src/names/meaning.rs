//! What a name holds: by its country, then by what the words say of strength and form.

use super::found::{Found, Part, Substance, is_same, merge};
use super::{Match, Meaning, Names};
use crate::amount::{self, Amount, Form, Shape};
use std::collections::BTreeSet;
use supple_guidance::medicines::{Holds, Product};

impl<'g> Names<'g> {
    /// What a name holds: by its own country first, then by what the words say of strength and form.
    pub(super) fn meaning(
        &self,
        country: Option<&str>,
        one: &Match<'_, 'g>,
        tail: &Amount,
        form: Form,
        name: usize,
        found: &mut Found<'g>,
    ) -> Vec<Part<'g>> {
        let at_home = |meaning: &Meaning<'g>| match meaning {
            Meaning::Substance(_) => true,
            Meaning::Product(product) => Some(product.country.as_str()) == country,
            Meaning::Family(family) => family.country.is_none() || family.country.as_deref() == country,
        };
        let all: Vec<Meaning<'g>> = one.meanings.iter().map(|(_, meaning)| *meaning).collect();
        let narrow = |all: Vec<Meaning<'g>>, keep: &dyn Fn(&Meaning<'g>) -> bool| {
            let some: Vec<Meaning<'g>> = all.iter().copied().filter(|meaning| keep(meaning)).collect();
            if some.is_empty() { all } else { some }
        };
        let strength = match tail {
            Amount::Mass(mg) | Amount::Each(mg, _) | Amount::Beside(_, mg, _) => Some(*mg),
            _ => None,
        };
        let all = narrow(all, &at_home);
        let all = narrow(all, &|meaning| match (meaning, strength) {
            (Meaning::Product(product), Some(mg)) => {
                product.holds.iter().any(|holds| holds.mg.is_some_and(|own| is_same(own, mg)))
            }
            _ => false,
        });
        let all = narrow(all, &|meaning| match (meaning, form.shape) {
            (Meaning::Product(product), Some(shape)) => shape_of_product(product) == Some(shape),
            _ => false,
        });
        // Capsules of what is sold in sachets are another pack, of which nothing is known.
        found.open |= form.shape.is_some_and(|said| all.iter().all(|meaning| is_of_another_shape(meaning, said)));
        let mut each = all.iter().map(|meaning| self.parts(*meaning, form, name, found));
        let Some(first) = each.next() else { return Vec::new() };
        let others: Vec<Vec<Part<'g>>> = each.collect();
        let mut parts = first;
        for other in others {
            // Whether there is coffee in it or not matters to no limit.
            let ids = |parts: &[Part<'g>]| {
                let matter = parts.iter().filter(|part| !part.substance.groups().is_empty());
                matter.map(|part| part.substance.id()).collect::<BTreeSet<_>>()
            };
            found.open |= ids(&parts) != ids(&other);
            other.into_iter().for_each(|part| merge(&mut parts, part));
        }
        parts
    }

    fn parts(&self, meaning: Meaning<'g>, form: Form, name: usize, found: &mut Found<'g>) -> Vec<Part<'g>> {
        let part = |substance: &str, unit_mg, sold: &'g [f64]| {
            let substance = Substance::of(self.medicines, substance)?;
            let most_mg = sold.iter().copied().reduce(f64::max);
            Some(Part { substance, unit_mg, most_mg, sold, pack: None, name })
        };
        match meaning {
            Meaning::Substance(substance) => {
                vec![Part { substance, unit_mg: None, most_mg: None, sold: &[], pack: None, name }]
            }
            Meaning::Product(product) => {
                // A form that this pack does not have is another pack.
                let pours = product.ml.is_some();
                if form.poured && !pours && form.shape != Some(Shape::Solid) {
                    found.left.push("liquid".to_owned());
                }
                if form.slow && !product.slow {
                    found.left.push("slow release".to_owned());
                }
                found.ml = found.ml.or(product.ml);
                found.shape = shape_of_product(product).or(found.shape);
                let holds = product.holds.iter();
                let part = |holds: &'g Holds| {
                    part(&holds.substance, holds.mg, &[]).map(|part| Part { pack: Some(holds), ..part })
                };
                holds.filter_map(part).collect()
            }
            Meaning::Family(family) => {
                found.open |= family.open;
                family.may_hold.iter().filter_map(|holds| part(&holds.substance, None, &holds.mg)).collect()
            }
        }
    }
}

fn shape_of_product(product: &Product) -> Option<Shape> {
    product.unit.split(' ').rev().find_map(amount::shape_of)
}

fn is_of_another_shape(meaning: &Meaning<'_>, said: Shape) -> bool {
    matches!(meaning, Meaning::Product(product) if shape_of_product(product).is_some_and(|own| own != said))
}
