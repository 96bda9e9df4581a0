//! Which number to call, where the settings of this machine tell what the diary does not.

use crate::machine;
use crate::problem::Problem;
use jiff::Zoned;
use supple_care::moment::call;
use supple_diary::Diary;
use supple_guidance::{EmergencyNumber, embedded};

/// The emergency number of the country that was asked for.
pub(crate) fn asked(code: &str) -> Result<&'static EmergencyNumber, Problem> {
    embedded().number(code).ok_or_else(|| {
        Problem::WrongUse(format!("no emergency number is known for \"{code}\"; give two letters, such as DE or US"))
    })
}

/// The emergency number of a person: by their diary, else by the language settings and the time zone of this machine.
pub(crate) fn of(diary: &Diary) -> Option<&'static EmergencyNumber> {
    let locales = ["LC_ALL", "LC_MESSAGES", "LANG"].iter();
    let locale = locales.filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    by(diary, locale.as_deref(), &machine::zone(&Zoned::now()))
}

/// The same on a machine with this locale, in this zone.
pub(crate) fn by(diary: &Diary, locale: Option<&str>, zone: &str) -> Option<&'static EmergencyNumber> {
    call::of(diary, locale.and_then(region), zone)
}

/// What to dial, by the same.
pub(crate) fn to_dial(diary: &Diary) -> &'static str {
    call::to_dial(of(diary))
}

/// The region of a locale such as `de_DE.UTF-8`.
fn region(locale: &str) -> Option<&str> {
    let region = locale.split(['.', '@']).next()?.split('_').nth(1)?;
    (region.len() == 2).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::region;

    #[test]
    fn the_region_of_a_locale_is_its_country() {
        assert_eq!(region("de_DE.UTF-8"), Some("DE"));
        assert_eq!(region("en_GB@euro"), Some("GB"));
        assert_eq!(region("C.UTF-8"), None);
        assert_eq!(region("POSIX"), None);
    }
}
