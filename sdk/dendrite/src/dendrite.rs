//! The client.

use crate::{
    answer::{self, Answer, Whole},
    budget::{Budget, Share},
    chunks::Chunks,
    connection::{Connection, Place},
    error::BuildError,
    pool::Pool,
    AskError, Reach, Target,
};
use bytes::Bytes;
use http::{header, HeaderMap, HeaderValue, Method, StatusCode, Uri};
use http_body_util::Full;
use hyper::body::Incoming;
use myelin_synapse::{
    body, body_hash, btauth, envelope, BodyError, Claim, Empty, NonceClock, RequestHead, Synapse, Terminal,
    DEFAULT_TIMEOUT, PROTOCOL_VERSION,
};
use myelin_wallet::{Crypto, Signer};
use std::{
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::timeout_at};

/// Says how a dendrite asks.
pub struct DendriteBuilder(Settings);

struct Settings {
    signer: Arc<dyn Signer>,
    hotkey: String,
    timeout: Duration,
    response_limit: usize,
    answers_limit: usize,
    concurrency: usize,
    external_ip: Option<IpAddr>,
    btauth: bool,
    reach: Reach,
}

/// Asks axons. Clones share their connections.
#[derive(Clone)]
pub struct Dendrite {
    settings: Arc<Settings>,
    pool: Arc<Pool>,
    budget: Arc<Budget>,
}

/// A question, written once for all who are asked.
struct Question {
    name: &'static str,
    required: &'static [(&'static str, Empty)],
    timeout: Duration,
    body: Bytes,
    hash: String,
}

impl Question {
    fn of<S: Synapse>(synapse: &S, settings: &Settings, timeout: Duration) -> Result<Self, AskError> {
        let fields = body(synapse)?;
        let hash = body_hash(S::HASHED, &fields)?;
        // Python handlers look here for who asks. Nonce and signature differ with each axon; headers have them.
        let dendrite = Terminal {
            ip: settings.external_ip.map(|ip| ip.to_string()),
            version: Some(u64::from(PROTOCOL_VERSION)),
            hotkey: Some(settings.hotkey.clone()),
            ..Terminal::default()
        };
        let body = envelope(S::NAME, timeout.as_secs_f64(), None, Some(&dendrite), &fields)
            .map_err(|source| BodyError::Json { name: S::NAME, source })?;
        Ok(Self { name: S::NAME, required: S::REQUIRED, timeout, body: body.into(), hash })
    }
}

impl DendriteBuilder {
    /// How long an answer may take, connecting included; 12 s unless said otherwise. Axons are told.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.0.timeout = timeout;
        self
    }

    /// How many bytes an answer may have; 16 MiB unless said otherwise.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.0.response_limit = bytes;
        self
    }

    /// How many bytes the answers that are being read may have together; 256 MiB unless said otherwise. Beyond that an
    /// answer is [`AskError::TooMuchAtOnce`]. The first 64 KiB of each do not count, so that small answers are read
    /// whatever others send. An answer that was returned is the caller's and counts no more.
    pub fn answers_limit(mut self, bytes: usize) -> Self {
        self.0.answers_limit = bytes;
        self
    }

    /// How many axons are asked at a time by [`Dendrite::ask_all`]; 256 unless said otherwise.
    pub fn concurrency(mut self, axons: usize) -> Self {
        self.0.concurrency = axons.max(1);
        self
    }

    /// Our own public address: axons there are reached from inside, and all are told.
    pub fn external_ip(mut self, ip: IpAddr) -> Self {
        self.0.external_ip = Some(ip);
        self
    }

    /// Signs as SDK 11 does (`btauth/1`), which covers the whole body. Axons of SDK 10 do not know it; ours do.
    pub fn btauth(mut self) -> Self {
        self.0.btauth = true;
        self
    }

    /// Which addresses are asked: all unless said otherwise. Where addresses come from a chain that anybody may write
    /// to, say [`Reach::Public`].
    pub fn reach(mut self, reach: Reach) -> Self {
        self.0.reach = reach;
        self
    }

    /// A dendrite.
    pub fn build(self) -> Result<Dendrite, BuildError> {
        let crypto = self.0.signer.public().crypto();
        if crypto != Crypto::Sr25519 && !self.0.btauth {
            return Err(BuildError::Crypto(crypto));
        }
        let budget = Arc::new(Budget::new(self.0.answers_limit));
        Ok(Dendrite { settings: Arc::new(self.0), pool: Arc::default(), budget })
    }
}

impl Dendrite {
    /// A dendrite that signs with this hotkey.
    pub fn builder(hotkey: impl Signer + 'static) -> DendriteBuilder {
        DendriteBuilder(Settings {
            hotkey: hotkey.public().ss58(),
            signer: Arc::new(hotkey),
            timeout: DEFAULT_TIMEOUT,
            response_limit: 16 * 1024 * 1024,
            answers_limit: 256 * 1024 * 1024,
            concurrency: 256,
            external_ip: None,
            btauth: false,
            reach: Reach::default(),
        })
    }

    /// Asks one axon.
    pub async fn ask<S: Synapse>(&self, target: &Target, synapse: &S) -> Result<Answer<S>, AskError> {
        self.ask_within(target, synapse, self.settings.timeout).await
    }

    /// Asks one axon, with another time-out than usual.
    pub async fn ask_within<S: Synapse>(
        &self,
        target: &Target,
        synapse: &S,
        timeout: Duration,
    ) -> Result<Answer<S>, AskError> {
        self.put_question(target, &Question::of(synapse, &self.settings, timeout)?).await
    }

    /// Asks all of them the same, many at a time; the answers in the order of the targets. Dropped, it asks no more.
    pub async fn ask_all<S: Synapse>(
        &self,
        targets: &[Target],
        synapse: &S,
    ) -> Result<Vec<Result<Answer<S>, AskError>>, AskError> {
        let question = Arc::new(Question::of(synapse, &self.settings, self.settings.timeout)?);
        let mut answers: Vec<_> = targets.iter().map(|_| Err(AskError::Panicked)).collect();
        let (mut asked, mut waiting) = (JoinSet::new(), targets.iter().cloned().enumerate());
        loop {
            while asked.len() < self.settings.concurrency {
                let Some((index, target)) = waiting.next() else { break };
                let (dendrite, question) = (self.clone(), question.clone());
                asked.spawn(async move { (index, dendrite.put_question(&target, &question).await) });
            }
            match asked.join_next().await {
                None => return Ok(answers),
                // One that panicked keeps the error that stands there.
                Some(Err(_)) => {}
                Some(Ok((index, answer))) => {
                    if let Some(place) = answers.get_mut(index) {
                        *place = answer;
                    }
                }
            }
        }
    }

    /// Asks for an answer piece by piece. The time-out is for all of it, the limit of bytes too.
    pub async fn ask_stream<S: Synapse>(&self, target: &Target, synapse: &S) -> Result<Chunks, AskError> {
        let (timeout, limit) = (self.settings.timeout, self.settings.response_limit);
        let end = end_of(timeout);
        let question = Question::of(synapse, &self.settings, timeout)?;
        let late = |_| AskError::Timeout(timeout);
        let (response, connection) = timeout_at(end, self.send(target, &question)).await.map_err(late)??;
        let (head, body) = response.into_parts();
        if head.status != StatusCode::OK {
            let refusal = answer::refusal(head.status, &head.headers, body, self.share());
            return Err(timeout_at(end, refusal).await.map_err(late)?);
        }
        answer::check_kind(&head.headers, "text/event-stream")?;
        let axon = Terminal::read(&head.headers);
        let connection = Some((connection, self.pool.clone()));
        let share = self.share();
        Ok(Chunks { body, end, timeout, limit, left: limit, axon, connection, share })
    }

    async fn put_question<S: Synapse>(
        &self,
        target: &Target,
        question: &Question,
    ) -> Result<Answer<S>, AskError> {
        let start = Instant::now();
        let answer = timeout_at(end_of(question.timeout), self.exchange(target, question)).await;
        let (head, body) = answer.map_err(|_| AskError::Timeout(question.timeout))??;
        Answer::read(&head, &body.bytes, start.elapsed())
    }

    /// What an answer may have of the bytes for all.
    fn share(&self) -> Share {
        Share::of(&self.budget)
    }

    async fn exchange(&self, target: &Target, question: &Question) -> Result<(HeaderMap, Whole), AskError> {
        let (response, connection) = self.send(target, question).await?;
        let (head, body) = response.into_parts();
        if head.status != StatusCode::OK {
            let refusal = answer::refusal(head.status, &head.headers, body, self.share()).await;
            self.pool.put(connection);
            return Err(refusal);
        }
        answer::check_kind(&head.headers, "application/json")?;
        let body = answer::collect(body, self.settings.response_limit, self.share()).await?;
        self.pool.put(connection);
        Ok((head.headers, body))
    }

    /// Sends the question over a connection that is there, else over a new one.
    async fn send(
        &self,
        target: &Target,
        question: &Question,
    ) -> Result<(http::Response<Incoming>, Connection), AskError> {
        if !self.settings.reach.includes(target.address().ip()) {
            return Err(AskError::OutOfReach(target.address()));
        }
        let address = target.reached_from(self.settings.external_ip);
        let place = Place { address, certificate: target.certificate().copied() };
        loop {
            let mut connection = match self.pool.take(&place) {
                Some(connection) => connection,
                None => Connection::open(place, self.pool.lane(place)).await?,
            };
            let used = connection.used;
            if connection.sender.ready().await.is_err() {
                match used {
                    true => continue,
                    false => return Err(AskError::Broken("it was closed at once".into())),
                }
            }
            // Signed last: on one connection nonces must rise.
            let mut request = self.request(target, question, &connection).await?;
            connection.interim.count(&mut request);
            match connection.sender.try_send_request(request).await {
                Ok(response) => return Ok((response, connection)),
                // Closed by the other end before any of it was sent.
                Err(error) if used && error.message().is_some() => continue,
                Err(error) => return Err(connection.broken(error.error())),
            }
        }
    }

    async fn request(
        &self,
        target: &Target,
        question: &Question,
        connection: &Connection,
    ) -> Result<http::Request<Full<Bytes>>, AskError> {
        let mut request = http::Request::new(Full::new(question.body.clone()));
        *request.method_mut() = Method::POST;
        let path = format!("/{}", question.name);
        let unwritable = || AskError::Head(myelin_synapse::HeadError::Unwritable(path.clone()));
        *request.uri_mut() = Uri::try_from(&path).map_err(|_| unwritable())?;
        let headers = request.headers_mut();
        headers.reserve(24);
        let host = target.address().to_string();
        headers.insert(header::HOST, HeaderValue::try_from(&host).map_err(|_| unwritable())?);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let (signer, nonce) = (&*self.settings.signer, NonceClock::process().next());
        if self.settings.btauth {
            let signed =
                btauth::sign(signer, "POST", &path, &question.body, Some(target.hotkey()), nonce).await?;
            headers.extend(signed);
            return Ok(request);
        }
        let (own, id) = (self.settings.hotkey.clone(), connection.lane.id());
        let claim = Claim::sign_as(signer, own, nonce, &id, &question.hash, target.ss58()).await?;
        RequestHead::write(question.name, question.required, question.timeout, &claim, headers)?;
        let ip = target.address().ip().to_string();
        let own = self.settings.external_ip.map(|ip| ip.to_string());
        RequestHead::write_ends((&ip, target.address().port(), target.ss58()), own.as_deref(), headers)?;
        Ok(request)
    }
}

fn end_of(timeout: Duration) -> tokio::time::Instant {
    let now = tokio::time::Instant::now();
    now.checked_add(timeout).unwrap_or(now)
}
