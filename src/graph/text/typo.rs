//! How far apart are two words?

/// How many slips a word of so many letters can have: none up to two letters, one up to seven, two from eight.
pub(super) const fn slips(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    }
}

/// Which letters a word has, each once or more than once: two bits a letter. Words that are `n` slips apart differ in
/// `2 n` bits at most, so most words need not be compared letter by letter.
pub(super) fn signature(word: &str) -> u64 {
    let mut bits = 0_u64;
    for c in word.chars() {
        let place = match c {
            'a'..='z' => c as u32 - 'a' as u32,
            c => 26 + c as u32 % 6,
        };
        let first = 1 << (2 * place);
        bits |= if bits & first == 0 { first } else { first << 1 };
    }
    bits
}

/// Whether two signatures differ in more bits than words do that are so many slips apart. Taking the lowest bits away one
/// by one is what every processor does quickly for many numbers at once; counting bits is not.
pub(super) const fn are_apart(left: u64, right: u64, slips: usize) -> bool {
    let mut bits = left ^ right;
    bits &= bits.wrapping_sub(1);
    bits &= bits.wrapping_sub(1);
    if slips > 1 {
        bits &= bits.wrapping_sub(1);
        bits &= bits.wrapping_sub(1);
    }
    bits != 0
}

/// Whether two words have the same letters, as far as their signatures tell, one of them perhaps elsewhere: `Phyton`.
pub(super) fn is_moved(left: &str, right: &str) -> bool {
    left.len() == right.len() && distance(left, right, 2).is_some()
}

/// The longest words that are compared.
const MAX_LETTERS: usize = 64;

/// The number of slips between two words if there are no more than `most`: letters left out, put in, changed, or two
/// neighbours swapped (optimal string alignment).
pub(super) fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let (mut a, mut b) = (['\0'; MAX_LETTERS], ['\0'; MAX_LETTERS]);
    let (a, b) = (letters(left, &mut a)?, letters(right, &mut b)?);
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut rows = [[0_u8; MAX_LETTERS + 1]; 3];
    for (place, cell) in (0..).zip(&mut rows[0][..=b.len()]) {
        *cell = place;
    }
    for i in 1..=a.len() {
        let (this, last, before) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[this][0] = i as u8;
        let mut least = i as u8;
        for j in 1..=b.len() {
            let change = rows[last][j - 1] + u8::from(a[i - 1] != b[j - 1]);
            let mut cost = change.min(rows[last][j] + 1).min(rows[this][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(rows[before][j - 2] + 1);
            }
            rows[this][j] = cost;
            least = least.min(cost);
        }
        if usize::from(least) > most {
            return None;
        }
    }
    Some(usize::from(rows[a.len() % 3][b.len()])).filter(|slips| *slips <= most)
}

fn letters<'l>(word: &str, room: &'l mut [char; MAX_LETTERS]) -> Option<&'l [char]> {
    let mut length = 0;
    for c in word.chars() {
        *room.get_mut(length)? = c;
        length += 1;
    }
    Some(&room[..length])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition, read aloud.
    fn slow(a: &[char], b: &[char]) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([a0, a1 @ ..], [b0, b1 @ ..]) => {
                let change = slow(a1, b1) + usize::from(a0 != b0);
                let mut least = change.min(1 + slow(a1, b)).min(1 + slow(a, b1));
                if let ([a1, a2 @ ..], [b1, b2 @ ..]) = (a1, b1)
                    && (a0, a1) == (b1, b0)
                {
                    least = least.min(1 + slow(a2, b2));
                }
                least
            }
        }
    }

    proptest! {
        #[test]
        fn the_distance_is_that_of_the_definition(left in "[abc]{0,6}", right in "[abc]{0,6}", most in 0_usize..4) {
            let chars = |word: &str| word.chars().collect::<Vec<_>>();
            let expected = slow(&chars(&left), &chars(&right));
            prop_assert_eq!(distance(&left, &right, most), Some(expected).filter(|slips| *slips <= most));
        }

        #[test]
        fn signatures_never_hide_a_word_that_is_near(left in "[a-d+é]{0,7}", right in "[a-d+é]{0,7}") {
            if let Some(slips) = distance(&left, &right, 2) {
                let bits = (signature(&left) ^ signature(&right)).count_ones() as usize;
                prop_assert!(bits <= 2 * slips, "{left} {right}: {bits} bits, {slips} slips");
            }
        }
    }
}
