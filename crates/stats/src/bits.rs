//! Rows of 0/1 columns as the bits of a word: bit k of a row is column k.

/// The places of the bits that are set, ascending.
///
/// ```
/// use supple_stats::bits::ones;
///
/// assert!(ones(0b1010).eq([1, 3]));
/// ```
pub fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        place
    })
}

/// The bits that are not the same in all of these rows: the columns that vary.
///
/// ```
/// use supple_stats::bits::varying;
///
/// assert_eq!(varying([0b110, 0b011].into_iter()), 0b101);
/// ```
pub fn varying(rows: impl Iterator<Item = u64>) -> u64 {
    let (any, all) = rows.fold((0, u64::MAX), |(any, all), bits| (any | bits, all & bits));
    any & !all
}
