//! Rounding by chance: the mean is right, and no number tells the last one or four.

use super::BASE;

/// One of the two multiples of [`BASE`] around `records`: the upper one when `draw / 2⁶⁴` lies below its share of the way there.
/// At most four off; exact multiples stay.
pub fn rounded(records: u32, draw: u64) -> u32 {
    let over = records % BASE;
    let down = records - over;
    // draw / 2⁶⁴ < over / BASE, without leaving whole numbers.
    let goes_up = u128::from(draw) * u128::from(BASE) < u128::from(over) << 64;
    if goes_up {
        down.saturating_add(BASE)
    } else {
        down
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draw_decides_as_often_as_the_number_lies_near() {
        let draws = || (0..1000_u64).map(|step| step * (u64::MAX / 1000));
        for records in 10..15 {
            let up = draws().filter(|draw| rounded(records, *draw) == 15).count();
            let expected = usize::try_from(records % 5).unwrap() * 200;
            assert!(up.abs_diff(expected) <= 1, "{records}: {up}");
        }
    }

    #[test]
    fn the_ends_of_the_draw_are_the_ends_of_the_way() {
        assert_eq!(rounded(11, 0), 15);
        assert_eq!(rounded(14, u64::MAX), 10);
        assert_eq!(rounded(10, 0), 10);
        assert_eq!(rounded(u32::MAX, 0), u32::MAX, "a multiple of five");
    }
}
