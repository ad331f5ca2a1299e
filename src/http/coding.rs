//! How answers are packed: whole and at once, since they are whole already.

use std::io::{self, Write};

use axum::body::Bytes;
use flate2::{Compression, write::GzEncoder};
use tokio::task::spawn_blocking;

use super::accept::Coding;

/// Answers of fewer bytes are sent as they are: they fit into a packet anyway.
pub(super) const LEAST_BYTES: usize = 1 << 10;
/// Answers of more bytes are packed where they keep nobody waiting.
const MANY_BYTES: usize = 64 << 10;

/// How hard to try, for each coding: about as long as it takes to write the answer.
const ZSTD_LEVEL: i32 = 3;
const BROTLI_QUALITY: i32 = 4;
const BROTLI_WINDOW: i32 = 20;

/// The bytes, packed. None if they cannot be packed.
pub(super) async fn pack(bytes: &Bytes, coding: Coding) -> Option<Bytes> {
    let packed = match bytes.len() > MANY_BYTES {
        false => pack_now(bytes, coding),
        true => {
            let bytes = bytes.clone();
            spawn_blocking(move || pack_now(&bytes, coding)).await.unwrap_or_else(|error| Err(io::Error::other(error)))
        }
    };
    match packed {
        Ok(packed) => Some(packed.into()),
        Err(error) => {
            tracing::error!(%error, coding = coding.name(), "an answer cannot be packed");
            None
        }
    }
}

fn pack_now(bytes: &[u8], coding: Coding) -> io::Result<Vec<u8>> {
    let mut packed = Vec::with_capacity(bytes.len() / 3);
    match coding {
        Coding::Zstd => return zstd::bulk::compress(bytes, ZSTD_LEVEL),
        Coding::Brotli => {
            let parameters = brotli::enc::BrotliEncoderParams {
                quality: BROTLI_QUALITY,
                lgwin: BROTLI_WINDOW,
                size_hint: bytes.len(),
                ..Default::default()
            };
            brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
        }
        Coding::Gzip => {
            let mut encoder = GzEncoder::new(&mut packed, Compression::new(5));
            encoder.write_all(bytes)?;
            encoder.finish()?;
        }
    }
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[tokio::test]
    async fn what_is_packed_can_be_unpacked() {
        for size in [0, 1_000, 200_000] {
            let bytes: Bytes = (0..size).flat_map(|number| number.to_string().into_bytes()).collect();
            for coding in Coding::ALL {
                let packed = pack(&bytes, coding).await.unwrap();
                let mut unpacked = Vec::new();
                match coding {
                    Coding::Zstd => unpacked = zstd::stream::decode_all(&*packed).unwrap(),
                    Coding::Brotli => brotli::BrotliDecompress(&mut &*packed, &mut unpacked).unwrap(),
                    Coding::Gzip => drop(flate2::read::GzDecoder::new(&*packed).read_to_end(&mut unpacked).unwrap()),
                }
                assert_eq!(unpacked, bytes, "{coding:?}");
            }
        }
    }
}
