//! Exact paging, the same for every connection: a sequence in a fixed order, cut into pages by cursors.
//!
//! A cursor names an item of a list, not a number of steps, so that a page begins where the one before it ended even
//! when the graph has changed in between. A cursor of another list is refused.

use std::ops::Range;

use async_graphql::{Error, Result};
use data_encoding::BASE64URL_NOPAD;

use super::{error::bad_input, opaque::Opaque};

/// How many items a page has when nobody says.
pub(super) const DEFAULT_PAGE: usize = 20;
/// How many items a page can have.
pub(super) const MAX_PAGE: usize = 100;

/// What tells one item of a list from the others: what relation it is by, if any, and the identity of what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) relation: u8,
    pub(super) id: i64,
}

/// A list in a fixed order.
pub(super) trait Sequence: Send + Sync {
    /// What it is a list of.
    type Item: Copy + Send + Sync;

    /// Tells this list from all others.
    fn tag(&self) -> Tag;

    /// How many items there are, kept or not.
    fn len(&self) -> usize;

    /// The item at a place.
    fn at(&self, place: usize) -> Self::Item;

    /// Whether the filter keeps an item.
    fn keeps(&self, item: Self::Item) -> bool;

    /// The key of an item.
    fn key(&self, item: Self::Item) -> Key;

    /// The place of the item with a key, kept or not.
    fn find(&self, key: Key) -> Option<usize> {
        (0..self.len()).find(|place| self.key(self.at(*place)) == key)
    }

    /// How many items the filter keeps.
    fn count(&self) -> usize {
        (0..self.len()).filter(|place| self.keeps(self.at(*place))).count()
    }
}

/// Tells a list from others: the field, whose it is, and the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag(u32);

impl Tag {
    /// The tag of a field of a concept, or of the root (0), in an order.
    pub(super) fn new(field: &str, owner: i64, order: u8) -> Self {
        // FNV-1a: short, and the same on every machine and in every version.
        let bytes = field.bytes().chain(owner.to_be_bytes()).chain([order]);
        Self(bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
    }
}

/// The arguments of every connection, as given.
#[derive(Clone, Debug, Default, projection::Arguments)]
pub(super) struct Page {
    /// How many edges at most, from the beginning or after `after`: 1 to 100; 20 if neither `first` nor `last` is given.
    pub(super) first: Option<i32>,
    /// Begin behind the edge with this cursor.
    pub(super) after: Option<String>,
    /// How many edges at most, from the end or before `before`: 1 to 100. Not together with `first`.
    pub(super) last: Option<i32>,
    /// End before the edge with this cursor.
    pub(super) before: Option<String>,
}

/// Where a page lies in a sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The places among which its items are, those that the filter keeps.
    places: Range<usize>,
    /// How many of them at most.
    size: usize,
}

/// The ends of a page, and whether there is more beyond them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds<T> {
    pub(super) first: Option<T>,
    pub(super) last: Option<T>,
    pub(super) has_previous: bool,
    pub(super) has_next: bool,
}

impl Window {
    /// The items of the page, in order.
    pub(super) fn items<S: Sequence>(&self, sequence: &S) -> impl Iterator<Item = S::Item> {
        self.kept(sequence).map(|place| sequence.at(place))
    }

    /// The ends of the page.
    pub(super) fn bounds<S: Sequence>(&self, sequence: &S) -> Bounds<S::Item> {
        let mut places = self.kept(sequence);
        let first = places.next();
        let last = places.last().or(first);
        let begin = first.unwrap_or(self.places.start);
        let end = last.map_or(begin, |last| last + 1);
        Bounds {
            first: first.map(|place| sequence.at(place)),
            last: last.map(|place| sequence.at(place)),
            has_previous: kept(sequence, 0..begin).next().is_some(),
            has_next: kept(sequence, end..sequence.len()).next().is_some(),
        }
    }

    fn kept<S: Sequence>(&self, sequence: &S) -> impl Iterator<Item = usize> {
        kept(sequence, self.places.clone()).take(self.size)
    }
}

impl Page {
    /// The page of a sequence that is asked for.
    ///
    /// # Errors
    ///
    /// When a number is out of range, when both ends are asked for, or when a cursor is not of this list.
    pub(super) fn of<S: Sequence>(&self, sequence: &S) -> Result<Window> {
        let (size, backwards) = self.size()?;
        let after = self.place(sequence, "after", self.after.as_deref())?;
        let before = self.place(sequence, "before", self.before.as_deref())?;
        let start = after.map_or(0, |place| place + 1);
        let mut places = start..before.unwrap_or(sequence.len()).max(start);
        if backwards {
            // The page begins so many items before its end.
            places.start = kept(sequence, places.clone()).rev().take(size).last().unwrap_or(places.start);
        }
        Ok(Window { places, size })
    }

    fn size(&self) -> Result<(usize, bool)> {
        match (self.first, self.last) {
            (None, None) => Ok((DEFAULT_PAGE, false)),
            (Some(first), None) => Ok((in_range("first", first)?, false)),
            (None, Some(last)) => Ok((in_range("last", last)?, true)),
            (Some(_), Some(_)) => Err(bad_input("`first` and `last` cannot be used together: choose one end")),
        }
    }

    fn place<S: Sequence>(&self, sequence: &S, argument: &str, cursor: Option<&str>) -> Result<Option<usize>> {
        let Some(cursor) = cursor else { return Ok(None) };
        let key = decode(sequence.tag(), cursor).ok_or_else(|| not_of_this_list(argument))?;
        match sequence.find(key) {
            Some(place) => Ok(Some(place)),
            None => Err(bad_input(format!(
                "the item that the cursor in `{argument}` names is not in this list any more: start again without it"
            ))),
        }
    }
}

fn kept<S: Sequence>(sequence: &S, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
    range.filter(|place| sequence.keeps(sequence.at(*place)))
}

fn in_range(argument: &str, size: i32) -> Result<usize> {
    match usize::try_from(size) {
        Ok(size @ 1..=MAX_PAGE) => Ok(size),
        _ => Err(bad_input(format!("`{argument}` must be from 1 to {MAX_PAGE}, but is {size}"))),
    }
}

fn not_of_this_list(argument: &str) -> Error {
    bad_input(format!(
        "the cursor in `{argument}` is not of this list: use a `cursor`, `startCursor` or `endCursor` of the same field"
    ))
}

const VERSION: u8 = 1;

/// Names an item of a list: 14 bytes.
pub(super) type Cursor = Opaque<String, 19>;

/// The cursor of an item.
pub(super) fn encode(tag: Tag, key: Key) -> Cursor {
    let mut bytes = [VERSION; 14];
    bytes[1..5].copy_from_slice(&tag.0.to_be_bytes());
    bytes[5] = key.relation;
    bytes[6..].copy_from_slice(&key.id.to_be_bytes());
    Cursor::new(&bytes)
}

fn decode(tag: Tag, cursor: &str) -> Option<Key> {
    let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
    let (&[version, a, b, c, d, relation], id) = bytes.split_first_chunk()?;
    let id = i64::from_be_bytes(id.try_into().ok()?);
    (version == VERSION && u32::from_be_bytes([a, b, c, d]) == tag.0).then_some(Key { relation, id })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numbers, of which a filter keeps the multiples of something.
    struct Numbers {
        all: Vec<i64>,
        multiples_of: i64,
    }

    impl Sequence for Numbers {
        type Item = i64;

        fn tag(&self) -> Tag {
            Tag::new("numbers", 0, 0)
        }

        fn len(&self) -> usize {
            self.all.len()
        }

        fn at(&self, place: usize) -> i64 {
            self.all[place]
        }

        fn keeps(&self, item: i64) -> bool {
            item % self.multiples_of == 0
        }

        fn key(&self, item: i64) -> Key {
            Key { relation: 0, id: item }
        }
    }

    fn cursor(numbers: &Numbers, item: Option<i64>) -> Option<String> {
        item.map(|item| encode(numbers.tag(), numbers.key(item)).as_str().to_owned())
    }

    proptest! {
        #[test]
        fn walking_by_pages_visits_every_kept_item_once_in_order(
            all in proptest::collection::btree_set(0_i64..500, 0..80),
            multiples_of in 1_i64..5,
            size in 1_i32..=100,
        ) {
            let numbers = Numbers { all: all.into_iter().collect(), multiples_of };
            let expected: Vec<_> = numbers.all.iter().copied().filter(|item| numbers.keeps(*item)).collect();

            let (mut forwards, mut page) = (Vec::<i64>::new(), Page { first: Some(size), ..Page::default() });
            loop {
                let window = page.of(&numbers).unwrap();
                let (items, bounds) = (window.items(&numbers).collect::<Vec<_>>(), window.bounds(&numbers));
                prop_assert_eq!((bounds.first, bounds.last), (items.first().copied(), items.last().copied()));
                prop_assert_eq!(bounds.has_previous, !forwards.is_empty());
                forwards.extend(items);
                prop_assert_eq!(bounds.has_next, forwards.len() < expected.len());
                if !bounds.has_next { break; }
                page.after = cursor(&numbers, bounds.last);
            }
            prop_assert_eq!(&forwards, &expected);

            let (mut backwards, mut page) = (Vec::<i64>::new(), Page { last: Some(size), ..Page::default() });
            loop {
                let window = page.of(&numbers).unwrap();
                let bounds = window.bounds(&numbers);
                prop_assert_eq!(bounds.has_next, !backwards.is_empty());
                backwards.splice(0..0, window.items(&numbers));
                prop_assert_eq!(bounds.has_previous, backwards.len() < expected.len());
                if !bounds.has_previous { break; }
                page.before = cursor(&numbers, bounds.first);
            }
            prop_assert_eq!(&backwards, &expected);
        }

        #[test]
        fn no_text_that_is_not_a_cursor_is_taken_for_one(text in ".{0,40}") {
            let numbers = Numbers { all: (0..10).collect(), multiples_of: 1 };
            let page = Page { after: Some(text), ..Page::default() };
            prop_assert!(page.of(&numbers).is_err());
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let numbers = Numbers { all: (0..10).collect(), multiples_of: 1 };
        let foreign = encode(Tag::new("letters", 0, 0), Key { relation: 0, id: 3 });
        let page = Page { after: Some(foreign.as_str().to_owned()), ..Page::default() };
        assert!(page.of(&numbers).unwrap_err().message.contains("not of this list"));
    }

    #[test]
    fn an_empty_range_between_two_cursors_is_an_empty_page() {
        let numbers = Numbers { all: (0..10).collect(), multiples_of: 1 };
        let at = |item| cursor(&numbers, Some(item));
        let page = Page { after: at(7), before: at(3), ..Page::default() };
        let window = page.of(&numbers).unwrap();
        assert_eq!(window.items(&numbers).count(), 0);
        let expected = Bounds { first: None, last: None, has_previous: true, has_next: true };
        assert_eq!(window.bounds(&numbers), expected);
    }
}
