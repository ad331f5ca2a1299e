//! `/graphql`: the walk of a request, from HTTP to GraphQL and back.

use std::sync::Arc;

use async_graphql::{Response as GraphqlResponse, Value};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, Response, StatusCode, header, request::Parts},
};
use serde_json::value::RawValue;

use super::{
    Server,
    accept::{self, Coding, Format},
    cache::{Came, Kept},
    coding,
    cost::{self, Price, Wish},
    metrics::CacheUse,
    moment::Moment,
    pages,
    record::Record,
    reply::{self, Refusal},
    request::{self, Asked},
};
use crate::graphql::{self, Answer, ErrorCode, Graph, Rate, Walked};

/// The methods of the route.
pub(super) const METHODS: &str = "GET, HEAD, POST, OPTIONS";
/// How answers differ that have the same address.
const VARY: HeaderValue = HeaderValue::from_static("accept, accept-encoding");

/// A request in the hands of the server.
struct Hand<'s> {
    server: &'s Server,
    parts: &'s Parts,
    format: Format,
    moment: Arc<Moment>,
    record: Record,
    /// How the client stands, once that is known.
    rate: Option<Rate>,
}

/// Answers a request.
pub(super) async fn handle(State(server): State<Server>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    if let Some(page) = pages::for_browsers(&parts, server.options.pages) {
        return page;
    }
    let graph = server.store.graph();
    let moment = server.moments.of(graph.revision().number, graph.revision().at);
    let format = accept::format(&parts.headers);
    let plain = format.unwrap_or(Format::Json);
    let mut hand = Hand { server: &server, parts: &parts, format: plain, moment, record: Record::new(), rate: None };
    let outcome = match (server.load.enter(), format) {
        (None, _) => Err(busy()),
        (Some(_), None) => Err(not_acceptable()),
        (Some(_place), Some(_)) => hand.answer(body, graph).await,
    };
    let Hand { mut record, rate, .. } = hand;
    let mut reply = outcome.unwrap_or_else(|refusal| {
        record.code = reply::code(&refusal.response).map(ToOwned::to_owned);
        refusal.into_reply(plain, server.options.status_profile)
    });
    cost::tell(rate, reply.headers_mut());
    record.bytes = http_body::Body::size_hint(reply.body()).exact().unwrap_or(0);
    let status = reply.status();
    record.end(status, server.options.log, &server.metrics, &parts.headers, reply.headers_mut());
    reply
}

fn busy() -> Refusal {
    let message = "the server has too much to do: come back in a second";
    Refusal::of(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::ServerBusy, message).retry_after(1)
}

fn not_acceptable() -> Refusal {
    let message = "accept application/graphql-response+json or application/json: there is nothing else";
    Refusal::of(StatusCode::NOT_ACCEPTABLE, ErrorCode::BadRequest, message)
}

/// What became of a request that was executed.
enum Executed {
    /// The whole answer; whether it holds for all who ask the same.
    Whole { json: Vec<u8>, is_common: bool },
    /// An answer with errors.
    WithErrors(Box<GraphqlResponse>),
}

impl Hand<'_> {
    async fn answer(&mut self, body: Body, graph: Arc<Graph>) -> Result<Response<Body>, Refusal> {
        let in_address = match self.parts.method {
            Method::GET | Method::HEAD => true,
            Method::POST => false,
            _ => return Err(Refusal::not_allowed(METHODS, "ask by GET or by POST")),
        };
        let bytes = match in_address {
            true => Bytes::copy_from_slice(self.parts.uri.query().unwrap_or_default().as_bytes()),
            false => request::body(self.parts, body, self.record.began, &self.server.options.transport).await?,
        };
        let came = Came { revision: self.moment.revision, in_address, bytes: &bytes };
        let wish = cost::wish(&self.parts.headers)?;
        if wish == Wish::Nothing
            && let Some(reply) = self.known(came).await?
        {
            return Ok(reply);
        }
        if !in_address && bytes.trim_ascii_start().starts_with(b"[") {
            return self.batch(&bytes, graph).await;
        }
        let asked = if in_address { Asked::in_address(self.query(&bytes)?)? } else { Asked::in_body(&bytes)? };
        match self.execute(&asked, in_address, wish, graph).await? {
            Executed::Whole { json, is_common } => Ok(self.whole(came, json, is_common && wish == Wish::Nothing).await),
            Executed::WithErrors(response) => Ok(self.with_errors(*response)),
        }
    }

    fn query<'b>(&self, bytes: &'b [u8]) -> Result<&'b str, Refusal> {
        std::str::from_utf8(bytes).map_err(|_| Refusal::bad_request("the address is not in UTF-8"))
    }

    // ---- answers that are known ---------------------------------------------------------------------------------

    /// The answer without executing anything: the client has it, or the server has.
    async fn known(&mut self, came: Came<'_>) -> Result<Option<Response<Body>>, Refusal> {
        let server = self.server;
        if let Some(theirs) = self.parts.headers.get(header::IF_NONE_MATCH).and_then(|theirs| theirs.to_str().ok())
            && let Some(etag) = server.tags.of(came).among(theirs, self.format)
        {
            self.record.cache = CacheUse::NotModified;
            self.rate = cost::charge(server, self.parts, 0)?;
            return Ok(Some(self.not_modified(&etag)));
        }
        let Some(kept) = server.answers.get(came) else { return Ok(None) };
        self.record.cache = CacheUse::Hit;
        self.record.cost = kept.cost;
        (self.record.hash, self.record.operation) = (Some(kept.hash.clone()), kept.operation.clone());
        self.rate = cost::charge(server, self.parts, kept.cost)?;
        Ok(Some(self.packed(came, &kept).await))
    }

    /// Nothing but what a `304` must say: the client has the rest.
    fn not_modified(&self, etag: &str) -> Response<Body> {
        let mut reply = Response::new(Body::empty());
        *reply.status_mut() = StatusCode::NOT_MODIFIED;
        self.say_how_to_keep(&mut reply, HeaderValue::from_str(etag).ok());
        reply
    }

    /// An answer, packed as the client wants it.
    async fn packed(&self, came: Came<'_>, kept: &Kept) -> Response<Body> {
        let is_long = kept.body.len() >= coding::LEAST_BYTES;
        let (body, coding) = match accept::coding(&self.parts.headers).filter(|_| is_long) {
            Some(wanted) => self.pack(came, kept, wanted).await,
            None => (kept.body.clone(), None),
        };
        let mut reply = Response::new(Body::from(body));
        let etag = kept.tag.etag(self.format, coding);
        self.say_how_to_keep(&mut reply, HeaderValue::from_maybe_shared(Bytes::from(etag)).ok());
        let headers = reply.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.format.content_type()));
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        }
        if let Some(date) = &self.moment.last_modified {
            headers.insert(header::LAST_MODIFIED, date.clone());
        }
        reply
    }

    /// The bytes of an answer in a coding; as they are, and in none, if they cannot be packed.
    async fn pack(&self, came: Came<'_>, kept: &Kept, wanted: Coding) -> (Bytes, Option<Coding>) {
        if let Some(packed) = kept.packed(wanted) {
            return (packed.clone(), Some(wanted));
        }
        let Some(packed) = coding::pack(&kept.body, wanted).await else { return (kept.body.clone(), None) };
        if self.server.answers.are_kept() {
            self.server.answers.keep_packed(came, kept, wanted, packed.clone());
        }
        (packed, Some(wanted))
    }

    /// How long an answer may be kept that holds for the whole revision, and by which tag it is known.
    fn say_how_to_keep(&self, reply: &mut Response<Body>, etag: Option<HeaderValue>) {
        let headers = reply.headers_mut();
        headers.reserve(8);
        headers.insert(header::CACHE_CONTROL, self.server.cache_control.clone());
        headers.insert(header::VARY, VARY);
        etag.and_then(|etag| headers.insert(header::ETAG, etag));
    }

    // ---- answers that are made ----------------------------------------------------------------------------------

    async fn execute(
        &mut self,
        asked: &Asked<'_>,
        by_get: bool,
        wish: Wish,
        graph: Arc<Graph>,
    ) -> Result<Executed, Refusal> {
        let server = self.server;
        let document = server.persisted.document(asked, &server.schema)?;
        let name = asked.operation_name.as_deref();
        if by_get && !document.is_query(name) {
            return Err(Refusal::not_allowed("POST", "only queries go by GET: use POST"));
        }
        let variables = match asked.variables.as_deref() {
            Some("{}") | None => Default::default(),
            Some(json) => server.schema.variables(json)?,
        };
        let cost = document.cost(name, &variables);
        self.record.cost = cost;
        self.record.hash = Some(document.hash().clone());
        self.record.operation = document.operation_name(name).cloned();
        if wish == Wish::Validate {
            self.rate = cost::charge(server, self.parts, 0)?;
            return Ok(self.finished(br#"{"data":null}"#.to_vec(), false, Price { cost, actual: None }, wish));
        }
        cost::allow(cost, server)?;
        self.rate = cost::charge(server, self.parts, cost)?;
        let _turn = server.load.turn(cost).map_err(|_| busy())?;
        let answer = graphql::execute_at_rate(&server.schema, graph, &document, name, variables, self.rate).await;
        let is_common = !document.tells_rate();
        let price = Price { cost, actual: Some(cost) };
        match answer {
            Answer::Json(Walked { json, fields }) => {
                let actual = fields.min(cost);
                self.record.cost = actual;
                self.rate = cost::give_back(server, self.parts, self.rate, cost, actual);
                Ok(self.finished(json, is_common, Price { actual: Some(actual), ..price }, wish))
            }
            Answer::Response(response) if response.errors.is_empty() => {
                Ok(self.finished(reply::write(&response), is_common, price, wish))
            }
            Answer::Response(response) if reply::is_executed(&response) => Ok(Executed::WithErrors(response)),
            Answer::Response(response) => Err(response.into()),
        }
    }

    /// An answer with its extensions, which go where its last brace is.
    fn finished(&self, mut json: Vec<u8>, is_common: bool, price: Price, wish: Wish) -> Executed {
        json.pop();
        match wish {
            Wish::Nothing => json.extend_from_slice(self.moment.end.as_bytes()),
            Wish::Report | Wish::Validate => {
                let report = cost::report(price, self.rate, self.server);
                let revision = self.moment.revision;
                json.extend_from_slice(
                    format!(",\"extensions\":{{\"revision\":{revision},\"cost\":{report}}}}}").as_bytes(),
                );
            }
        }
        Executed::Whole { json, is_common }
    }

    /// A whole answer, kept if it holds for all who ask the same.
    async fn whole(&mut self, came: Came<'_>, json: Vec<u8>, is_common: bool) -> Response<Body> {
        let server = self.server;
        if !is_common {
            return reply::uncached(StatusCode::OK, self.format, json);
        }
        let hash = self.record.hash.clone().unwrap_or_default();
        let tag = server.tags.of(came);
        let kept = Arc::new(Kept::new(json.into(), tag, self.record.cost, hash, self.record.operation.clone()));
        if server.answers.are_kept() {
            self.record.cache = CacheUse::Miss;
            server.answers.keep(came, &kept);
        }
        self.packed(came, &kept).await
    }

    fn with_errors(&mut self, mut response: GraphqlResponse) -> Response<Body> {
        self.record.code = reply::code(&response).map(ToOwned::to_owned);
        response.extensions.insert("revision".to_owned(), Value::from(self.moment.revision));
        let status = reply::status(&response, self.format, self.server.options.status_profile);
        reply::uncached(status, self.format, reply::write(&response))
    }

    // ---- several at once ----------------------------------------------------------------------------------------

    /// Answers an array of requests one after another, as an array.
    async fn batch(&mut self, bytes: &[u8], graph: Arc<Graph>) -> Result<Response<Body>, Refusal> {
        let most = self.server.options.batch;
        if most == 0 {
            return Err(Refusal::malformed("the body must hold one request: arrays of requests are not taken"));
        }
        let requests: Vec<&RawValue> = serde_json::from_slice(bytes)
            .map_err(|error| Refusal::bad_request(format!("the body is no array of GraphQL requests: {error}")))?;
        if requests.is_empty() || requests.len() > most {
            return Err(Refusal::malformed(format!("an array must hold 1 to {most} requests")));
        }
        let mut json = vec![b'['];
        for request in requests {
            if json.len() > 1 {
                json.push(b',');
            }
            let executed = match Asked::in_body(request.get().as_bytes()) {
                Ok(asked) => self.execute(&asked, false, Wish::Nothing, graph.clone()).await,
                Err(refusal) => Err(refusal),
            };
            match executed {
                Ok(Executed::Whole { json: one, .. }) => json.extend_from_slice(&one),
                Ok(Executed::WithErrors(response)) => json.extend_from_slice(&reply::write(&response)),
                Err(refusal) => json.extend_from_slice(&reply::write(&refusal.response)),
            }
            if json.len() > self.server.options.limits.answer_bytes {
                let message = "the answers have too many bytes together: ask for less";
                return Err(graphql::refusal(ErrorCode::AnswerTooLarge, message).into());
            }
        }
        json.push(b']');
        Ok(reply::uncached(StatusCode::OK, self.format, json))
    }
}
