//! Sorting where lists are short and the page's size counts.
//!
//! The standard library's sorts are compiled anew for every type and every comparison, at some five kilobytes each.
//! Here the comparison is a call, and what is sorted by it are places in the list, so that there is one copy.

use std::cmp::Ordering;

/// Sorts by a comparison; entries that are equal keep their order.
pub fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut from = places(list.len(), &|left, right| compare(&list[left], &list[right]));
    // Each entry goes where it belongs, one cycle of exchanges after the other.
    for start in 0..list.len() {
        let mut at = start;
        loop {
            let next = std::mem::replace(&mut from[at], at);
            if next == start {
                break;
            }
            list.swap(at, next);
            at = next;
        }
    }
}

/// Sorts by a key; entries with equal keys keep their order.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |left, right| key(left).cmp(&key(right)));
}

/// The place in a list of the entry that comes first, second and so on.
fn places(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    places.sort_by(|&left, &right| compare(left, right));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_library_does() {
        // Of every length and with many equal keys: 7 does not divide the 31 lengths.
        for length in 0..31_u32 {
            let mut sorted: Vec<(u32, u32)> = (0..length).map(|place| (place * 5 % 7, place)).collect();
            let mut expected = sorted.clone();
            sort_by_key(&mut sorted, |entry| entry.0);
            expected.sort_by_key(|entry| entry.0);
            assert_eq!(sorted, expected);
        }
    }
}
