//! Gathers what several files say of medicines, and derives the limits of packs from their directions.

use supple_guidance_schema::medicines::{Believed, Directions, Label, Medicines, Often, Product, Window};

/// Adds what another file holds.
pub(super) fn add(all: &mut Medicines, mut more: Medicines) {
    more.products.iter_mut().for_each(settle);
    all.questions.extend(more.questions);
    all.groups.extend(more.groups);
    all.medicines.extend(more.medicines);
    all.relatives.extend(more.relatives);
    all.answered.extend(more.answered);
    all.pairs.extend(more.pairs);
    all.products.extend(more.products);
    all.families.extend(more.families);
    all.shops.extend(more.shops);
    if more.believed != Believed::default() {
        all.believed = more.believed;
    }
    if more.often != Often::default() {
        all.often = more.often;
    }
}

/// Works out the limits that the directions of a pack set for each ingredient.
fn settle(product: &mut Product) {
    let Some(directions) = &product.directions else { return };
    // Of a liquid the strengths are in so many millilitres.
    let per = product.ml.unwrap_or(1.0);
    for holds in &mut product.holds {
        holds.label = holds.mg.map(|mg| label(directions, &product.country, mg / per));
        holds.alone = directions.alone;
    }
}

/// The limits that follow for a substance of which one unit holds so many milligrams.
fn label(directions: &Directions, country: &str, mg: f64) -> Label {
    Label {
        country: country.to_owned(),
        strength_mg: Some(mg),
        dose_mg: Some(directions.at_once * mg),
        gap_hours: Some(directions.hours),
        first_within_minutes: None,
        windows: vec![Window { hours: 24, mg: directions.in_day * mg }],
        times: None,
        days: directions.days,
        judgement: None,
        sources: directions.sources.clone(),
    }
}
