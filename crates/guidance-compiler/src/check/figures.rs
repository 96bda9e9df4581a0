//! Checks the figures: each has its words and its one view, and whatever it names is there. Whether a body can be so is
//! shown by the tests of `figure`, which draw it.

use super::Checker;
use std::collections::BTreeSet;
use supple_guidance_schema::figure::Figures;

impl Checker<'_> {
    pub(super) fn figures(&mut self) {
        let figures: &Figures = &self.guidance.figures;
        let is_there = |id: &str| figures.pose(id).is_some();
        for pose in &figures.pose {
            if pose.side.is_some() == pose.front.is_some() {
                self.fault("pose", &pose.id, "needs one of `side` and `front`");
            }
            if pose.title.trim().is_empty() != pose.description.trim().is_empty() {
                self.fault("pose", &pose.id, "has a title or a description, and needs both");
            }
            if let Some(ghost) = pose.ghost.as_deref().filter(|ghost| !is_there(ghost)) {
                self.fault("pose", &pose.id, format!("began in \"{ghost}\", which is no pose"));
            }
            if let Some(side) = &pose.side {
                let arms = [Some(&side.arm_near), side.arm_far.as_ref()];
                if arms.into_iter().flatten().any(|arm| arm.wrist.is_some() == arm.floor.is_some()) {
                    self.fault("pose", &pose.id, "has an arm without one of `wrist` and `floor`");
                }
            }
            let means = pose.side.as_ref().is_some_and(|side| !side.must.is_empty())
                || pose.front.as_ref().is_some_and(|front| !front.must.is_empty());
            // The place of a sign is shown on someone who only stands there.
            if !means && !pose.title.is_empty() && pose.finding.is_empty() {
                self.fault("pose", &pose.id, "has no `must`: nothing says what makes it this position");
            }
        }
        self.shown_by_figures(figures);
        let named = figures.sequence.iter().map(|one| ("sequence", &one.id, one.poses.iter().collect::<Vec<_>>()));
        let ways = figures.movement.iter().map(|one| ("movement", &one.id, vec![&one.from, &one.to]));
        for (kind, id, poses) in named.chain(ways) {
            for pose in poses.into_iter().filter(|pose| !is_there(pose)) {
                self.fault(kind, id, format!("names \"{pose}\", which is no pose"));
            }
        }
    }

    /// What names figures names those that are there: positions, sequences or movements.
    pub(super) fn are_drawn(&mut self, kind: &'static str, id: &str, named: &[String]) {
        let figures = &self.guidance.figures;
        let is_drawn = |id: &String| {
            figures.pose(id).is_some()
                || figures.sequence.iter().any(|one| one.id == *id)
                || figures.movement.iter().any(|one| one.id == *id)
        };
        for figure in named.iter().filter(|figure| !is_drawn(figure)) {
            self.fault(kind, id, format!("names the figure \"{figure}\", which does not exist"));
        }
    }

    /// Whatever a figure shows is there, and is shown by one figure alone.
    fn shown_by_figures(&mut self, figures: &'_ Figures) {
        let relief = &self.guidance.relief;
        let mut shown = BTreeSet::new();
        for sequence in &figures.sequence {
            for id in sequence.step.iter().filter(|id| !relief.steps.iter().any(|step| *step.id == ***id)) {
                self.fault("sequence", &sequence.id, format!("shows the step \"{id}\", which does not exist"));
            }
            for id in sequence.claim.iter().filter(|id| self.guidance.claim(id).is_none()) {
                self.fault("sequence", &sequence.id, format!("shows the claim \"{id}\", which does not exist"));
            }
        }
        for pose in &figures.pose {
            let steps = pose.step.iter().map(|id| ("step", id, relief.steps.iter().any(|step| *step.id == **id)));
            let floor = pose.floor.iter().map(|id| ("floor", id, relief.floor.iter().any(|step| *step.id == **id)));
            let findings =
                pose.finding.iter().map(|id| ("finding", id, self.guidance.findings.iter().any(|one| *one.id == **id)));
            let mut faults: Vec<String> = Vec::new();
            for id in pose.claim.iter().filter(|id| self.guidance.claim(id).is_none()) {
                faults.push(format!("shows the claim \"{id}\", which does not exist"));
            }
            for (kind, id, is_there) in steps.chain(floor).chain(findings) {
                if !is_there {
                    faults.push(format!("shows the {kind} \"{id}\", which does not exist"));
                }
                if !shown.insert((kind, id.clone())) {
                    faults.push(format!("shows the {kind} \"{id}\", which another figure shows too"));
                }
            }
            for problem in faults {
                self.fault("pose", &pose.id, problem);
            }
        }
    }
}
