//! Which representation of an answer a client wants: its media type and its content coding.

use axum::http::{HeaderMap, HeaderName, header};

/// What an answer is called. The bytes are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// `application/json`: for clients that know nothing of GraphQL over HTTP.
    Json,
    /// `application/graphql-response+json`.
    GraphqlJson,
}

impl Format {
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlJson => "application/graphql-response+json; charset=utf-8",
        }
    }
}

/// The format for a request; none if it accepts neither.
///
/// Who accepts everything gets plain JSON, as the audits of `graphql-http` want it. Of two that are wanted alike,
/// GraphQL's own is chosen.
pub(super) fn format(headers: &HeaderMap) -> Option<Format> {
    let mut values = headers.get_all(header::ACCEPT).iter();
    let Some(first) = values.next() else { return Some(Format::Json) };
    match first.as_bytes() {
        b"*/*" | b"application/json" if headers.get_all(header::ACCEPT).iter().nth(1).is_none() => {
            return Some(Format::Json);
        }
        _ => {}
    }
    let json = quality(headers, header::ACCEPT, |range| specificity(range, "application", "json"));
    let own = quality(headers, header::ACCEPT, |range| specificity(range, "application", "graphql-response+json"));
    match (json, own) {
        (Wanted { quality: 0, .. }, Wanted { quality: 0, .. }) => None,
        (json, own) if own.quality > json.quality => Some(Format::GraphqlJson),
        (json, own) if own.quality == json.quality && own.specificity == NAMED => Some(Format::GraphqlJson),
        _ => Some(Format::Json),
    }
}

/// How much something is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Wanted {
    /// How closely the range fits that says so.
    specificity: u8,
    /// In thousandths; 0 if it is not wanted.
    quality: u16,
}

/// The specificity of a range that names the thing itself.
const NAMED: u8 = 3;

/// How much a thing is wanted: as much as the closest of the ranges says.
fn quality(headers: &HeaderMap, name: HeaderName, specificity: impl Fn(&str) -> Option<u8>) -> Wanted {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let mut wanted = Wanted::default();
    for range in values.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let Some(specificity) = parts.next().and_then(&specificity) else { continue };
        if specificity > wanted.specificity {
            wanted = Wanted { specificity, quality: thousandths(parts) };
        }
    }
    wanted
}

/// How much is wanted what a range names itself, in thousandths: 0 if none does. `*` says too little.
pub(super) fn named(headers: &HeaderMap, header: HeaderName, what: &str) -> u16 {
    quality(headers, header, |range| range.eq_ignore_ascii_case(what).then_some(NAMED)).quality
}

fn specificity(range: &str, ty: &str, subtype: &str) -> Option<u8> {
    let (range_type, range_subtype) = range.split_once('/')?;
    match (range_type, range_subtype) {
        ("*", "*") => Some(1),
        (found, "*") if found.eq_ignore_ascii_case(ty) => Some(2),
        (found, rest) if found.eq_ignore_ascii_case(ty) && rest.eq_ignore_ascii_case(subtype) => Some(NAMED),
        _ => None,
    }
}

/// The weight among parameters, in thousandths. One that is none counts as none given.
fn thousandths<'p>(mut parameters: impl Iterator<Item = &'p str>) -> u16 {
    let weight = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>().ok()).flatten()
    });
    // In 0..=1000, so that nothing is lost.
    weight.map_or(1_000, |weight| (weight.clamp(0.0, 1.0) * 1_000.0) as u16)
}

/// The entity tags that a client has, as `If-None-Match` lists them. Weak or strong makes no difference for a `304`.
pub(super) fn tags(if_none_match: &str) -> impl Iterator<Item = &str> {
    if_none_match.split(',').map(str::trim).map(|tag| tag.strip_prefix("W/").unwrap_or(tag))
}

/// Whether a client has what an entity tag stands for.
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(tags).any(|theirs| theirs == "*" || theirs == tag)
}

/// How the bytes of an answer are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Zstd,
    Brotli,
    Gzip,
}

impl Coding {
    /// Those that there are, the ones that are preferred first: Zstandard is as small as the others and much faster.
    pub(super) const ALL: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }
}

/// How a client wants its answer to be packed; not at all if nothing is said.
pub(super) fn coding(headers: &HeaderMap) -> Option<Coding> {
    headers.get(header::ACCEPT_ENCODING)?;
    let wanted = |coding: &Coding| {
        quality(headers, header::ACCEPT_ENCODING, |range| match range {
            "*" => Some(1),
            range if range.eq_ignore_ascii_case(coding.name()) => Some(NAMED),
            range if *coding == Coding::Gzip && range.eq_ignore_ascii_case("x-gzip") => Some(NAMED),
            _ => None,
        })
        .quality
    };
    let mut best = (0, None);
    for coding in Coding::ALL {
        let wanted = wanted(&coding);
        if wanted > best.0 {
            best = (wanted, Some(coding));
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn with(name: HeaderName, values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_client_gets_the_format_that_it_wants_most() {
        use Format::{GraphqlJson, Json};
        for (accept, expected) in [
            (&[][..], Some(Json)),
            (&["*/*"], Some(Json)),
            (&["application/*"], Some(Json)),
            (&["application/json"], Some(Json)),
            (&["APPLICATION/JSON; charset=utf-8"], Some(Json)),
            (&["application/graphql-response+json"], Some(GraphqlJson)),
            (&["application/graphql-response+json, application/json"], Some(GraphqlJson)),
            (&["application/json, application/graphql-response+json"], Some(GraphqlJson)),
            (&["application/json", "application/graphql-response+json"], Some(GraphqlJson)),
            (&["application/graphql-response+json;q=0.9, application/json"], Some(Json)),
            (&["application/graphql-response+json; q=0.9, */*; q=0.1"], Some(GraphqlJson)),
            (&["application/json;q=0, */*"], Some(GraphqlJson)),
            (&["text/html, application/xhtml+xml, */*;q=0.8"], Some(Json)),
            (&["text/html"], None),
            (&["application/json;q=0"], None),
            (&["application/jsonp"], None),
            (&["*/*;q=0"], None),
            (&[""], None),
            (&["nonsense,;;q,/"], None),
        ] {
            assert_eq!(format(&with(header::ACCEPT, accept)), expected, "{accept:?}");
        }
    }

    #[test]
    fn a_client_gets_the_coding_that_it_wants_most() {
        use Coding::{Brotli, Gzip, Zstd};
        for (accept, expected) in [
            (&[][..], None),
            (&["gzip, deflate, br, zstd"], Some(Zstd)),
            (&["gzip, deflate, br"], Some(Brotli)),
            (&["gzip"], Some(Gzip)),
            (&["x-gzip"], Some(Gzip)),
            (&["gzip;q=1.0, br;q=0.5"], Some(Gzip)),
            (&["*"], Some(Zstd)),
            (&["zstd;q=0, *"], Some(Brotli)),
            (&["identity"], None),
            (&["deflate", "gzip"], Some(Gzip)),
            (&["gzip;q=0"], None),
        ] {
            assert_eq!(coding(&with(header::ACCEPT_ENCODING, accept)), expected, "{accept:?}");
        }
    }
}
