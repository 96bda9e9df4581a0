//! Checks the check for warning signs: screens, findings, rules and promises. No rule is below what a source gives it, and
//! each red flag and warning sign has a promise.

use super::Checker;
use std::collections::BTreeSet;
use supple_guidance_schema::{Atom, Condition, Finding, Kind, Number, Opinion, Promise, Rule, RuleId, Test, Urgency};

impl<'a> Checker<'a> {
    pub(super) fn screens_and_findings(&mut self) {
        for screen in &self.guidance.screens {
            self.sourced("screen", &screen.id, &screen.sources);
            self.not_empty("screen", &screen.id, &[("ask", &screen.ask), ("why", &screen.why)]);
            if !self.guidance.findings.iter().any(|finding| finding.screen == screen.id) {
                self.fault("screen", &screen.id, "asks about nothing");
            }
        }
        let mut asked = BTreeSet::new();
        for rule in &self.guidance.rules {
            rule.atoms(&mut |atom| {
                asked.insert(atom.finding.as_str());
            });
        }
        for finding in &self.guidance.findings {
            if !self.guidance.screens.iter().any(|screen| screen.id == finding.screen) {
                let problem = format!("stands on the screen \"{}\", which does not exist", finding.screen);
                self.fault("finding", &finding.id, problem);
            }
            if !asked.contains(finding.id.as_str()) {
                self.fault("finding", &finding.id, "is asked for nothing: no rule names it");
            }
            self.not_empty("finding", &finding.id, &[("ask", &finding.ask), ("say_unsure", &finding.say_unsure)]);
            if finding.kind == Kind::YesNo && finding.say.is_none() {
                self.fault("finding", &finding.id, "needs `say`: what a yes means, in words to read out");
            }
            if finding.deny.is_none() != required(finding) {
                let problem = "needs `deny` unless it is required: what \"none of these\" says of it";
                self.fault("finding", &finding.id, problem);
            }
            if finding.test_first && finding.find_out.is_none() {
                self.fault("finding", &finding.id, "has nothing to show first: it needs `find_out`");
            }
            if let Some(problem) = match &finding.kind {
                Kind::Number(number) => bands_problem(number),
                Kind::YesNo | Kind::Choice(_) => None,
            } {
                self.fault("finding", &finding.id, problem);
            }
        }
    }

    pub(super) fn rules(&mut self) {
        for rule in &self.guidance.rules {
            self.sourced("rule", &rule.id, &rule.sources);
            self.carries("rule", &rule.id, &rule.items, &rule.sources);
            self.not_empty("rule", &rule.id, &[("because", &rule.because), ("concern", &rule.concern)]);
            self.condition(rule, &rule.when);
            self.levels(rule);
            self.weak(rule);
            for red_flag in &rule.red_flags {
                if !self.guidance.red_flags.iter().any(|known| known.id == *red_flag) {
                    self.fault("rule", &rule.id, format!("names the red flag \"{red_flag}\", which does not exist"));
                }
            }
        }
        for red_flag in &self.guidance.red_flags {
            if !self.guidance.rules.iter().any(|rule| rule.red_flags.contains(&red_flag.id)) {
                self.fault("red flag", &red_flag.id, "is served by no rule");
            }
        }
    }

    /// A rule is never below what one of its sources gives, nor above all of them without saying that it is our own.
    fn levels(&mut self, rule: &Rule) {
        let highest = rule.positions.iter().max_by_key(|position| position.urgency);
        if let Some(position) = highest.filter(|position| position.urgency > rule.urgency) {
            let problem =
                format!("is {}, below {} which \"{}\" gives it", rule.urgency, position.urgency, position.source);
            self.fault("rule", &rule.id, problem);
        }
        if highest.is_none_or(|position| position.urgency < rule.urgency) && rule.judgement.is_none() {
            self.fault("rule", &rule.id, "goes beyond its sources; say so in `judgement`");
        }
        for item in &rule.items {
            let known = self.guidance.items.iter().find(|known| known.id == *item);
            if let Some(owed) = known.and_then(|item| item.urgency).filter(|owed| *owed > rule.urgency) {
                self.fault("rule", &rule.id, format!("is {}, below {owed} which \"{item}\" owes", rule.urgency));
            }
        }
    }

    /// A weak rule has evidence, says what it found, and is lower alone.
    fn weak(&mut self, rule: &'a Rule) {
        let Some(weak) = &rule.weak else { return };
        self.condition(rule, &weak.company);
        self.sourced("rule", &rule.id, &weak.evidence);
        self.not_empty("rule", &rule.id, &[("weak.because", &weak.because)]);
        if weak.alone >= rule.urgency {
            self.fault("rule", &rule.id, format!("is weak and {} alone, which is no lower", weak.alone));
        }
    }

    fn condition(&mut self, rule: &Rule, condition: &Condition) {
        match condition {
            Condition::Atom(atom) => {
                if let Some(problem) = self.atom_problem(atom) {
                    self.fault("rule", &rule.id, problem);
                }
            }
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                if parts.is_empty() {
                    self.fault("rule", &rule.id, "has an empty condition; name at least one finding");
                }
                if let Condition::AtLeast(n, parts) = condition
                    && (*n == 0 || *n > parts.len())
                {
                    self.fault("rule", &rule.id, format!("wants at least {n} of {}", parts.len()));
                }
                for part in parts {
                    self.condition(rule, part);
                }
            }
        }
    }

    fn atom_problem(&self, atom: &Atom) -> Option<String> {
        let Some(finding) = self.guidance.finding(&atom.finding) else {
            return Some(format!("names the finding \"{}\", which does not exist", atom.finding));
        };
        match (&finding.kind, &atom.test) {
            (Kind::YesNo, Test::Yes) => None,
            (Kind::Number(number), Test::AtLeast(limit) | Test::Below(limit)) => {
                let on_edge = number.bands.iter().any(|band| band.from == *limit);
                (!on_edge).then(|| format!("has {limit} for \"{}\", which is not the edge of a band", finding.id))
            }
            (Kind::Choice(choice), Test::OrWorse(option)) => {
                match choice.options.iter().position(|o| o.id == *option) {
                    None => Some(format!("names the option \"{option}\", which \"{}\" does not have", finding.id)),
                    Some(last) if last + 1 == choice.options.len() => {
                        Some(format!("holds when \"{}\" is no", finding.id))
                    }
                    Some(_) => None,
                }
            }
            _ => Some(format!("tests \"{}\" in a way that does not fit its kind", finding.id)),
        }
    }

    pub(super) fn promises(&mut self) {
        for promise in &self.guidance.promises {
            for (id, answer) in &promise.answers {
                match self.guidance.finding(id) {
                    None => {
                        self.fault("promise", &promise.id, format!("names the finding \"{id}\", which is not there"))
                    }
                    Some(finding) if !fits(finding, answer) => {
                        self.fault("promise", &promise.id, format!("answers \"{id}\" in a way that does not fit it"));
                    }
                    Some(_) => {}
                }
            }
            for red_flag in &promise.red_flags {
                if !self.guidance.red_flags.iter().any(|known| known.id == *red_flag) {
                    self.fault("promise", &promise.id, format!("names \"{red_flag}\", which is no red flag"));
                }
            }
        }
        self.exceptions();
        // Owed without company, or in the company of a weak rule that serves just this.
        let owes = |urgency: Urgency, serves: &dyn Fn(&Rule) -> bool, covers: &dyn Fn(&Promise) -> bool| {
            let rule = |id: &RuleId| self.guidance.rules.iter().find(|rule| rule.id == *id);
            self.guidance.promises.iter().any(|promise| {
                let by_name = promise.exception.as_ref().is_none_or(|id| rule(id).is_some_and(serves));
                promise.urgency >= urgency && covers(promise) && by_name
            })
        };
        let mut missing = Vec::new();
        for flag in &self.guidance.red_flags {
            let serves = |rule: &Rule| rule.red_flags.contains(&flag.id);
            if !owes(flag.urgency, &serves, &|promise| promise.red_flags.contains(&flag.id)) {
                missing.push(("red flag", &flag.id, flag.urgency));
            }
        }
        for item in &self.guidance.items {
            let serves = |rule: &Rule| rule.items.contains(&item.id);
            if let Some(urgency) = item.urgency
                && !owes(urgency, &serves, &|promise| promise.items.contains(&item.id))
            {
                missing.push(("item", &item.id, urgency));
            }
        }
        for (kind, id, urgency) in missing {
            self.fault(kind, id, format!("has no promise of at least {urgency}; add one to promises.toml"));
        }
    }

    /// A promise that asks for company names the weak rule that allows it, and each weak rule has the promise of what its
    /// sign gives alone.
    fn exceptions(&mut self) {
        for promise in &self.guidance.promises {
            let Some(id) = &promise.exception else { continue };
            if !self.guidance.rules.iter().any(|rule| rule.id == *id && rule.weak.is_some()) {
                self.fault("promise", &promise.id, format!("is an exception by \"{id}\", which is no weak rule"));
            }
        }
        for rule in &self.guidance.rules {
            let Some(weak) = &rule.weak else { continue };
            let told = |exactly: bool, urgency: Urgency| {
                self.guidance.promises.iter().any(|promise| {
                    promise.exception.as_ref() == Some(&rule.id)
                        && promise.exactly == exactly
                        && (promise.urgency == urgency || !exactly && promise.urgency >= urgency)
                })
            };
            if !told(true, weak.alone) || !told(false, rule.urgency) {
                self.fault("rule", &rule.id, "is weak; promises.toml needs what it gives alone and in company");
            }
        }
    }
}

/// Whether "none of these" says nothing about it.
fn required(finding: &Finding) -> bool {
    matches!(&finding.kind, Kind::Number(number) if number.required)
}

fn bands_problem(number: &Number) -> Option<String> {
    let mut edges: Vec<f64> = number.bands.iter().map(|band| band.from).collect();
    edges.sort_by(f64::total_cmp);
    if edges.first() != Some(&number.min) {
        return Some(format!("needs a band from its smallest value, {}", number.min));
    }
    let top = |band: f64| edges.iter().copied().find(|edge| *edge > band).unwrap_or(f64::INFINITY);
    let outside = number.bands.iter().find(|band| band.value < band.from || band.value >= top(band.from));
    if let Some(band) = outside {
        return Some(format!("has a band \"{}\" whose value lies outside it", band.label));
    }
    let inside = |value: f64| (number.min..=number.max).contains(&value);
    (!inside(number.no)).then(|| "has a `no` outside its range".to_owned())
}

fn fits(finding: &Finding, answer: &Opinion) -> bool {
    match (answer, &finding.kind) {
        (Opinion::Word(word), _) if word == "unsure" => true,
        (Opinion::Is(_), Kind::YesNo) => true,
        (Opinion::Number(value), Kind::Number(number)) => (number.min..=number.max).contains(value),
        (Opinion::Word(word), Kind::Choice(choice)) => choice.options.iter().any(|option| option.id == *word),
        _ => false,
    }
}
