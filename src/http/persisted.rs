//! Documents that a client names instead of sending them: those that the server knows from the start, and those that
//! clients have sent before.

use std::{borrow::Cow, collections::HashMap, fs, path::Path, sync::Arc};

use axum::http::StatusCode;
use data_encoding::HEXLOWER;
use quick_cache::{Weighter, sync::Cache};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{
    options::{Options, Trusted, TrustedMode},
    reply::Refusal,
    request::{Asked, Extensions, PersistedQuery},
};
use crate::graphql::{self, Document, ErrorCode, Schema};

/// What some clients write before a hash.
const PREFIX: &str = "sha256:";

/// Why a manifest cannot be used.
#[derive(Debug, Error)]
pub enum ManifestError {
    /// The file cannot be read.
    #[error("cannot read the manifest {file}: {cause}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        cause: std::io::Error,
    },
    /// The file is no manifest.
    #[error("{file} is no manifest of documents: {cause}; it must be a JSON object from ids to documents")]
    NoManifest {
        /// The file.
        file: String,
        /// Why.
        cause: serde_json::Error,
    },
    /// A document cannot be answered.
    #[error("{file}: the document {id} cannot be used: {cause}")]
    BadDocument {
        /// The file.
        file: String,
        /// Which one.
        id: String,
        /// Why.
        cause: String,
    },
}

/// A file of documents.
#[derive(Deserialize)]
#[serde(untagged)]
enum Manifest {
    /// As Apollo writes it.
    Operations { operations: Vec<Operation> },
    /// As GraphQL Code Generator and Relay's compiler write it.
    Map(HashMap<String, String>),
}

#[derive(Deserialize)]
struct Operation {
    id: String,
    body: String,
}

/// The documents that can be named.
pub(super) struct Persisted {
    mode: TrustedMode,
    trusted: HashMap<String, Arc<Document>>,
    /// Those that clients have sent, by their hash; none if that is off.
    sent: Option<Cache<[u8; 32], Arc<str>, Weight>>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<[u8; 32], Arc<str>> for Weight {
    fn weight(&self, _: &[u8; 32], text: &Arc<str>) -> u64 {
        text.len() as u64 + 64
    }
}

impl Persisted {
    /// Reads the manifests.
    pub(super) fn new(options: &Options, schema: &Schema) -> Result<Self, ManifestError> {
        let mut trusted = HashMap::new();
        let Trusted { mode, files } = &options.trusted;
        for file in files {
            read(file, schema, &mut trusted)?;
        }
        let bytes = if *mode == TrustedMode::Only { 0 } else { options.persisted_bytes };
        let expected = usize::try_from(bytes / 1_024).unwrap_or(usize::MAX);
        let sent = (bytes > 0).then(|| Cache::with_weighter(expected, bytes, Weight));
        Ok(Self { mode: *mode, trusted, sent })
    }

    /// The document that a request asks for, sent or named.
    pub(super) fn document(&self, asked: &Asked<'_>, schema: &Schema) -> Result<Arc<Document>, Refusal> {
        let persisted = Extensions::of(asked)?;
        let text = asked.query.as_deref().filter(|text| !text.trim().is_empty());
        match (&asked.document_id, persisted, text) {
            (Some(_), _, Some(_)) => Err(Refusal::malformed("give `documentId` or `query`, not both")),
            (Some(id), _, None) => self.named(id),
            (None, Some(persisted), text) => self.by_hash(&persisted, text, schema),
            (None, None, Some(text)) => self.sent_whole(text, schema),
            (None, None, None) => Err(Refusal::bad_request("there is no `query`")),
        }
    }

    fn named(&self, id: &str) -> Result<Arc<Document>, Refusal> {
        if self.mode == TrustedMode::Off {
            let message = "this server knows no documents by `documentId`: send the `query`";
            return Err(graphql::refusal(ErrorCode::PersistedQueryNotSupported, message).into());
        }
        self.trusted(id).cloned().ok_or_else(|| {
            graphql::refusal(ErrorCode::PersistedQueryNotFound, "no document is known by this `documentId`").into()
        })
    }

    fn trusted(&self, id: &str) -> Option<&Arc<Document>> {
        let other = || match id.strip_prefix(PREFIX) {
            Some(hash) => Cow::Borrowed(hash),
            None => Cow::Owned(format!("{PREFIX}{id}")),
        };
        self.trusted.get(id).or_else(|| self.trusted.get(&*other()))
    }

    /// A document that is sent whole: in the mode `only`, one that is trusted anyway.
    fn sent_whole(&self, text: &str, schema: &Schema) -> Result<Arc<Document>, Refusal> {
        if self.mode != TrustedMode::Only {
            return Ok(schema.document(text)?);
        }
        let hash = HEXLOWER.encode(&Sha256::digest(text));
        self.trusted(&hash).cloned().ok_or_else(|| {
            let message = "only documents that the server was started with are answered: name one by `documentId`";
            Refusal::of(StatusCode::FORBIDDEN, ErrorCode::TrustedDocumentRequired, message)
        })
    }

    /// A document by its hash, as Apollo's clients ask: first without its text and, if it is not known, with it.
    fn by_hash(
        &self,
        persisted: &PersistedQuery,
        text: Option<&str>,
        schema: &Schema,
    ) -> Result<Arc<Document>, Refusal> {
        if let Some(document) = self.trusted(&persisted.sha256_hash) {
            return Ok(document.clone());
        }
        let (Some(sent), 1) = (&self.sent, persisted.version) else {
            let code = ErrorCode::PersistedQueryNotSupported;
            return Err(graphql::refusal(code, "PersistedQueryNotSupported").into());
        };
        let hash: Option<[u8; 32]> =
            HEXLOWER.decode(persisted.sha256_hash.as_bytes()).ok().and_then(|hash| hash.try_into().ok());
        let hash =
            hash.ok_or_else(|| Refusal::malformed("`sha256Hash` must be 64 hexadecimal digits, in lower case"))?;
        match text {
            None => match sent.get(&hash) {
                Some(text) => Ok(schema.document(&text)?),
                None => Err(graphql::refusal(ErrorCode::PersistedQueryNotFound, "PersistedQueryNotFound").into()),
            },
            Some(text) => {
                // The hash is checked before the document, so that nothing is found under the hash of another.
                if <[u8; 32]>::from(Sha256::digest(text)) != hash {
                    return Err(Refusal::malformed("`sha256Hash` is not the hash of `query`"));
                }
                let document = schema.document(text)?;
                if !sent.contains_key(&hash) {
                    sent.insert(hash, text.into());
                }
                Ok(document)
            }
        }
    }
}

fn read(path: &Path, schema: &Schema, trusted: &mut HashMap<String, Arc<Document>>) -> Result<(), ManifestError> {
    let file = || path.display().to_string();
    let text = fs::read_to_string(path).map_err(|cause| ManifestError::Unreadable { file: file(), cause })?;
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|cause| ManifestError::NoManifest { file: file(), cause })?;
    let documents: Vec<(String, String)> = match manifest {
        Manifest::Operations { operations } => {
            operations.into_iter().map(|Operation { id, body }| (id, body)).collect()
        }
        Manifest::Map(documents) => documents.into_iter().collect(),
    };
    for (id, text) in documents {
        let bad = |cause| ManifestError::BadDocument { file: file(), id: id.clone(), cause };
        let document = schema.document(&text).map_err(|response| {
            bad(response.errors.into_iter().map(|error| error.message).collect::<Vec<_>>().join("; "))
        })?;
        if id.strip_prefix(PREFIX).is_some_and(|hash| *hash != **document.hash()) {
            return Err(bad(format!("its hash is {PREFIX}{}", document.hash())));
        }
        trusted.insert(id, document);
    }
    Ok(())
}
