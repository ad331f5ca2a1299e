//! Texts that mean something to this server only, such as ids and cursors: bytes in Base64, written without a detour
//! over the heap, since an answer is full of them.

use std::{borrow::Cow, marker::PhantomData};

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, parser::types::Field, registry::Registry,
};
use data_encoding::BASE64URL_NOPAD;
use projection::direct::{Out, Site, Write, Written};

/// A text of `N` characters that is shown as the scalar `S`.
pub(super) struct Opaque<S, const N: usize> {
    text: [u8; N],
    scalar: PhantomData<fn() -> S>,
}

impl<S, const N: usize> Opaque<S, N> {
    /// Bytes as text. `N` must be what so many bytes take in Base64, a third more.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut text = [b'A'; N];
        BASE64URL_NOPAD.encode_mut(bytes, &mut text);
        Self { text, scalar: PhantomData }
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).expect("Base64 is ASCII")
    }
}

impl<S, const N: usize> Default for Opaque<S, N> {
    fn default() -> Self {
        Self { text: [b'A'; N], scalar: PhantomData }
    }
}

impl<S: OutputType, const N: usize> OutputType for Opaque<S, N> {
    fn type_name() -> Cow<'static, str> {
        S::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        S::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::String(self.as_str().to_owned()))
    }
}

impl<S, const N: usize> Write for Opaque<S, N> {
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        out.plain_text(self.as_str());
        Ok(())
    }
}
