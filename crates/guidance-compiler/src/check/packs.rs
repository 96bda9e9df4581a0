//! Checks packs and names: a pack says all that is in it and who says so, and a name means one thing.

use super::Checker;
use super::medicines::is_amount;
use std::collections::BTreeSet;
use supple_guidance_schema::medicines::Directions;

impl<'a> Checker<'a> {
    /// A name of a substance means one thing, and so does the name of a family in its country.
    pub(super) fn names(&mut self) {
        let medicines = &self.guidance.medicines;
        let mut names: BTreeSet<String> = BTreeSet::new();
        let own = medicines.medicines.iter().map(|medicine| ("medicine", &medicine.id, &medicine.name, &medicine.also));
        let others = medicines.relatives.iter().map(|one| ("relative", &one.name, &one.name, &one.also));
        for (kind, id, name, also) in own.chain(others) {
            for name in also.iter().chain([name]) {
                if !names.insert(name.to_lowercase()) {
                    self.fault(kind, id, format!("is called \"{name}\", which something else is called too"));
                }
            }
        }
        let mut brands: BTreeSet<(String, Option<&String>)> = BTreeSet::new();
        for family in &medicines.families {
            for name in &family.names {
                let lower = name.to_lowercase();
                if names.contains(&lower) || !brands.insert((lower, family.country.as_ref())) {
                    let id = family.names.first().map_or("", String::as_str);
                    self.fault("family", id, format!("is called \"{name}\", which something else is called too"));
                }
            }
        }
    }

    /// A pack says all that is in it, how much of each, and who says so.
    pub(super) fn products(&mut self) {
        for product in &self.guidance.medicines.products {
            let id = &product.id();
            self.not_empty("product", id, &[("unit", &product.unit), ("from", &product.from)]);
            if product.names.is_empty() || product.names.iter().any(|name| name.trim().is_empty()) {
                self.fault("product", id, "needs a name");
            }
            if product.holds.is_empty() {
                self.fault("product", id, "has no ingredient; name all of them or take it out");
            }
            if product.country.len() != 2 || !product.country.bytes().all(|letter| letter.is_ascii_uppercase()) {
                self.fault("product", id, format!("is sold in \"{}\"; use two capital letters", product.country));
            }
            if (product.unit == "ml") != product.ml.is_some_and(is_amount) {
                self.fault("product", id, "needs `ml` where its unit is \"ml\", and nowhere else");
            }
            if let Some(directions) = &product.directions {
                self.directions(id, directions);
            } else if product.holds.iter().any(|holds| holds.alone || holds.label.is_some()) {
                self.fault("product", id, "has limits of its own without `directions`");
            }
            for holds in &product.holds {
                self.holds("product", id, &holds.substance);
                match (holds.mg, holds.percent) {
                    (Some(amount), None) | (None, Some(amount)) if is_amount(amount) => {}
                    _ => {
                        let problem = format!("has no strength for \"{}\"; give `mg` or `percent`", holds.substance);
                        self.fault("product", id, problem);
                    }
                }
                let medicine = self.guidance.medicines.medicine(&holds.substance);
                if holds.percent.is_some() && medicine.is_some_and(|medicine| medicine.unit_mg.is_some()) {
                    self.fault("product", id, format!("gives \"{}\" in a hundred; it is swallowed", holds.substance));
                }
            }
        }
    }

    /// What a pack says of how much and how often.
    fn directions(&mut self, id: &str, directions: &Directions) {
        let Directions { at_once, in_day, hours, .. } = directions;
        self.not_empty("product", id, &[("directions.from", &directions.from)]);
        if ![*at_once, *in_day].into_iter().all(is_amount) || at_once > in_day {
            self.fault(
                "product",
                id,
                "has directions that are none: one dose is above 0 and at most what a day allows",
            );
        }
        if !(1..=24).contains(hours) || directions.days == Some(0) {
            self.fault("product", id, "has directions that are none: hours are from 1 to 24, days from 1 on");
        }
    }

    pub(super) fn families(&mut self) {
        for family in &self.guidance.medicines.families {
            let id = family.names.first().map_or("", String::as_str);
            if family.names.is_empty() || family.may_hold.is_empty() {
                self.fault("family", id, "needs a name and what its packs hold");
            }
            for may_hold in &family.may_hold {
                self.holds("family", id, &may_hold.substance);
                if !may_hold.mg.iter().all(|mg| is_amount(*mg)) {
                    self.fault("family", id, "holds an amount that is none");
                }
            }
        }
    }

    fn holds(&mut self, kind: &'static str, id: &str, substance: &str) {
        let medicines = &self.guidance.medicines;
        if medicines.medicine(substance).is_none() && medicines.relative(substance).is_none() {
            self.fault(kind, id, format!("holds \"{substance}\", which is nothing that we know"));
        }
    }
}
