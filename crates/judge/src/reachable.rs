//! Something that at least one interleaving must lead to.
use crate::finding::Finding;
use crate::test::Test;
use crate::verdict::Verdict;
use crate::words;

impl Test {
    /// Looks for an interleaving in which the body returns `true`.
    pub(crate) fn look_for(&self, body: &dyn Fn() -> bool) -> Result<Finding, Finding> {
        if let Some(execution) = self.explorer.witness(body, |&reached| reached) {
            return Ok(Finding::passed(&words::witnessed(&execution)));
        }
        match self.explorer.check(|| _ = body()) {
            // Nothing is reached because something else goes wrong first: say what.
            Err(failure) => Err(self.complain(&failure, "-", false)),
            Ok(coverage) => {
                let message = words::impossible(&coverage);
                let mut finding = Finding::new(Verdict::OverSynchronised, &message)
                    .with_summary(words::IMPOSSIBLE_IN_SHORT);
                finding.advise(words::LOOSEN);
                Err(finding)
            }
        }
    }
}
