//! Where the answer is written, and how far it may go.

use std::{any::Any, rc::Rc, time::Instant};

use serde::Serialize;

use super::{Given, Stop, Written, outline::Values, plan::SelectedField};

/// How far a walk may go. Nothing outside can interrupt it, so it counts.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many objects the answer may have.
    pub objects: usize,
    /// How many bytes the answer may have.
    pub bytes: usize,
    /// When the walk must have ended.
    pub deadline: Option<Instant>,
}

/// How many objects are written between two looks at the clock.
const OBJECTS_A_LOOK: usize = 256;

/// A text that is written again and again. A short one stands in a block of fixed size, which is copied by a few
/// instructions in place; to copy so many bytes as there happen to be takes a call.
#[derive(Debug)]
pub(super) struct Often {
    text: String,
    block: Option<[u8; BLOCK]>,
}

/// Nearly all keys are shorter.
const BLOCK: usize = 32;

impl Often {
    pub(super) fn new(text: String) -> Self {
        let mut block = [0; BLOCK];
        let start = block.get_mut(..text.len());
        let is_short = start.map(|start| start.copy_from_slice(text.as_bytes())).is_some();
        Self { text, block: is_short.then_some(block) }
    }
}

/// The answer as it grows.
#[derive(Debug)]
pub struct Out<'d> {
    json: Vec<u8>,
    objects: usize,
    fields: usize,
    bounds: Bounds,
    data: &'d (dyn Any + Send + Sync),
    values: &'d Values,
    /// Arguments that depend on variables, by the field that they are of.
    read: Vec<(*const SelectedField, Rc<dyn Any>)>,
}

impl<'d> Out<'d> {
    /// An empty answer with room for some bytes. `data` is what comes with the request, beside its variables.
    pub fn new(data: &'d (dyn Any + Send + Sync), values: &'d Values, bounds: Bounds, capacity: usize) -> Self {
        Self { json: Vec::with_capacity(capacity), objects: 0, fields: 0, bounds, data, values, read: Vec::new() }
    }

    /// How many objects were written.
    pub fn objects(&self) -> usize {
        self.objects
    }

    /// How many fields were written.
    pub fn fields(&self) -> usize {
        self.fields
    }

    /// The JSON that was written.
    pub fn into_json(self) -> Vec<u8> {
        self.json
    }

    /// What comes with the request.
    ///
    /// # Errors
    ///
    /// When it is of another type: the engine has it, then.
    pub fn data<T: Any>(&self) -> Result<&'d T, Stop> {
        self.data.downcast_ref().ok_or(Stop::AskTheEngine)
    }

    /// The arguments of a field, read once for this answer.
    pub(super) fn arguments_of<A: Any>(
        &mut self,
        field: &SelectedField,
        read: impl FnOnce(Given<'_>) -> Result<A, Stop>,
    ) -> Result<Rc<A>, Stop> {
        let place = std::ptr::from_ref(field);
        if let Some((_, known)) = self.read.iter().find(|(known, _)| *known == place) {
            return known.clone().downcast().map_err(|_| Stop::AskTheEngine);
        }
        let new = Rc::new(read(Given { values: self.values, arguments: &field.arguments })?);
        self.read.push((place, new.clone()));
        Ok(new)
    }

    /// Writes JSON as it is.
    #[inline]
    pub fn raw(&mut self, json: &str) {
        self.json.extend_from_slice(json.as_bytes());
    }

    /// Writes JSON that is written again and again.
    #[inline]
    pub(super) fn often(&mut self, json: &Often) {
        match &json.block {
            Some(block) => self.first_of(block, json.text.len()),
            None => self.raw(&json.text),
        }
    }

    /// Writes the first bytes of a block.
    #[inline]
    fn first_of<const N: usize>(&mut self, block: &[u8; N], bytes: usize) {
        let end = self.json.len() + bytes;
        self.json.extend_from_slice(block);
        self.json.truncate(end);
    }

    /// Writes a string that needs no escaping, such as a name of GraphQL.
    #[inline]
    pub fn plain_text(&mut self, text: &str) {
        self.json.push(b'"');
        self.raw(text);
        self.json.push(b'"');
    }

    /// Writes a string.
    ///
    /// # Errors
    ///
    /// Never, in truth: any string can be written.
    #[inline]
    pub fn text(&mut self, text: &str) -> Written {
        // Nearly no text has anything to escape; to find that out eight bytes at a time, and to copy it whole, takes a
        // fraction of the time of going through it byte by byte.
        match needs_escape(text.as_bytes()) {
            false => {
                self.plain_text(text);
                Ok(())
            }
            true => self.value(text),
        }
    }

    /// Writes a value as `serde_json` does.
    ///
    /// # Errors
    ///
    /// When it cannot be written as JSON.
    pub fn value(&mut self, value: &(impl Serialize + ?Sized)) -> Written {
        serde_json::to_writer(&mut self.json, value).map_err(|_| Stop::AskTheEngine)
    }

    /// Writes a number as `serde_json` does.
    ///
    /// # Errors
    ///
    /// When it cannot be written as JSON.
    #[inline]
    pub fn number(&mut self, number: f64) -> Written {
        match thousandths(number) {
            Some(digits) => {
                self.few_digits(digits);
                Ok(())
            }
            None => self.value(&number),
        }
    }

    /// Writes a number of less than ten by its thousandths: a decimal at least, and no zero behind it.
    #[inline]
    fn few_digits(&mut self, thousandths: u16) {
        let digit = |divisor: u16| b'0' + (thousandths / divisor % 10) as u8;
        let decimals = if thousandths.is_multiple_of(100) {
            1
        } else if thousandths.is_multiple_of(10) {
            2
        } else {
            3
        };
        self.first_of(&[digit(1_000), b'.', digit(100), digit(10), digit(1)], 2 + decimals);
    }

    /// Counts an object and its fields in, before they are written.
    ///
    /// # Errors
    ///
    /// When a bound is passed.
    #[inline]
    pub(super) fn count_object(&mut self, fields: usize) -> Written {
        self.objects += 1;
        self.fields += fields;
        if self.objects > self.bounds.objects {
            return Err(Stop::TooManyObjects);
        }
        if self.json.len() > self.bounds.bytes {
            return Err(Stop::TooManyBytes);
        }
        let look = self.objects.is_multiple_of(OBJECTS_A_LOOK);
        match self.bounds.deadline.filter(|_| look) {
            Some(deadline) if Instant::now() > deadline => Err(Stop::TooLong),
            _ => Ok(()),
        }
    }
}

/// A number as thousandths, if it is a decimal of at most three places below ten: shares, weights and ratings nearly all
/// are, and to find the shortest digits of any number takes several times as long. There is no shorter way to write it,
/// since two decimals of so few digits are never the same number.
#[inline]
fn thousandths(number: f64) -> Option<u16> {
    let is_small = number.is_sign_positive() && number < 9.9995;
    // Rounded, and within the bounds of the type.
    let thousandths = is_small.then_some((number * 1_000.0 + 0.5) as u16)?;
    (f64::from(thousandths) / 1_000.0 == number).then_some(thousandths)
}

/// Whether a string has a control character, a quote or a backslash: the bytes that JSON cannot have as they are.
#[inline]
fn needs_escape(bytes: &[u8]) -> bool {
    // What is left over behind the last eight bytes is looked at as the end of eight, some of them for the second time.
    match bytes.last_chunk::<8>() {
        Some(last) => {
            bytes.as_chunks::<8>().0.iter().chain([last]).any(|eight| has_special(u64::from_ne_bytes(*eight)))
        }
        None => bytes.iter().copied().any(is_special),
    }
}

const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// The same for eight bytes at once: a byte that is less than a bound borrows from its highest bit.
const fn has_special(eight: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    const fn has_less(eight: u64, bound: u64) -> u64 {
        eight.wrapping_sub(ONES * bound) & !eight
    }
    let quotes = has_less(eight ^ (ONES * b'"' as u64), 1);
    let backslashes = has_less(eight ^ (ONES * b'\\' as u64), 1);
    (has_less(eight, 0x20) | quotes | backslashes) & (ONES << 7) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Out<'_>)) -> String {
        let (values, bounds) = (Values::default(), Bounds { objects: 1, bytes: 1, deadline: None });
        let mut out = Out::new(&(), &values, bounds, 0);
        write(&mut out);
        String::from_utf8(out.into_json()).unwrap()
    }

    #[test]
    fn numbers_are_written_as_serde_json_does() {
        let decimals = (0..=20_000).map(|number| f64::from(number) / 1_000.0);
        let sums = (0..2_000).map(|number| f64::from(number) * 0.1 + 0.0005);
        let neighbours = (0..=10_000).flat_map(|number| {
            let decimal = f64::from(number) / 1_000.0;
            [decimal.next_up(), decimal.next_down(), -decimal]
        });
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE, 9.9995, 9.99951, 1e15];
        for number in decimals.chain(sums).chain(neighbours).chain(odd) {
            let written = written(|out| out.number(number).unwrap());
            assert_eq!(written, serde_json::to_string(&number).unwrap(), "{number:?}");
        }
    }

    #[test]
    fn texts_are_written_as_serde_json_does_wherever_something_is_to_be_escaped() {
        for length in 0..=24 {
            let plain = "abcdefghijklmnopqrstuvwx"[..length].to_owned();
            let special = (0..length).map(|place| [&plain[..place], "\"", &plain[place + 1..]].concat());
            for text in special.chain([plain.clone()]) {
                assert_eq!(written(|out| out.text(&text).unwrap()), serde_json::to_string(&text).unwrap());
            }
        }
    }

    #[test]
    fn what_is_written_often_is_written_whole_whatever_its_length() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let written = written(|out| {
                out.raw("<");
                out.often(&Often::new("k".repeat(length)));
                out.raw(">");
            });
            assert_eq!(written, format!("<{}>", "k".repeat(length)));
        }
    }

    #[test]
    fn eight_bytes_are_special_if_one_of_them_is() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                for other in [b' ', b'!', b'#', b'z', 0x7f, 0x80, 0xff] {
                    let mut eight = [other; 8];
                    eight[place] = byte;
                    assert_eq!(
                        has_special(u64::from_ne_bytes(eight)),
                        is_special(byte),
                        "{byte} at {place} in {other}"
                    );
                }
            }
        }
    }
}
