//! What happens to a request, in this order: headers, blacklist, signature and nonce, the caller's share, the body,
//! its turn by priority, the body's hash, the handler. A panic of anything that the owner wrote is a refusal, too.

use crate::{
    answer::{self, Body, Told},
    handler::{Delivery, Reply, Route},
    hooks::{Asked, Callers, Check, Priority},
    metrics::Metrics,
    queue::{Queue, Slot},
    receive::receive,
    refusal::Refusal,
    room::{Owner, Received, Room},
    shares::{Share, Shares},
    verify::{Guard, Proof},
    Limits,
};
use futures_util::FutureExt;
use http::{header, HeaderMap, Method, Response};
use hyper::body::Incoming;
use myelin_synapse::{btauth, RequestHead, DEFAULT_TIMEOUT};
use myelin_wallet::{PublicKey, Signer};
use std::{
    collections::BTreeMap,
    net::IpAddr,
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::time::{timeout_at, Instant as Deadline};

/// All that requests share.
pub(crate) struct Service {
    pub(crate) signer: Arc<dyn Signer>,
    pub(crate) address: String,
    pub(crate) routes: BTreeMap<&'static str, Box<dyn Route>>,
    pub(crate) callers: Arc<dyn Callers>,
    pub(crate) blacklist: Option<Check>,
    pub(crate) verify: Option<Check>,
    pub(crate) priority: Priority,
    pub(crate) limits: Limits,
    pub(crate) guard: Guard,
    pub(crate) queue: Arc<Queue>,
    pub(crate) shares: Arc<Shares<Option<PublicKey>>>,
    /// Room for bodies of those who have shown who they are.
    pub(crate) bodies: Arc<Room>,
    /// And of those who have not.
    pub(crate) unproven: Arc<Room>,
    pub(crate) metrics: Arc<Metrics>,
}

/// What a request holds while it is answered.
pub(crate) struct Held {
    _share: Share<Option<PublicKey>>,
    _slot: Slot,
    metrics: Arc<Metrics>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.metrics.running.dec();
    }
}

/// Counts a request that waits, until dropped: the caller may leave.
struct Waiting<'a>(&'a Metrics);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.dec();
    }
}

/// A request whose sender is who it says.
struct Proven {
    hotkey: PublicKey,
    signed_hash: Option<String>,
    body: Arrived,
}

/// How far the body has come.
enum Arrived {
    Yet(Incoming),
    Whole(Received),
}

impl Service {
    /// Answers a request, with a refusal if need be.
    pub(crate) async fn respond(
        self: Arc<Self>,
        request: http::Request<Incoming>,
        ip: IpAddr,
    ) -> Response<Body> {
        let start = Instant::now();
        let mut told = Told::default();
        let processed = AssertUnwindSafe(self.process(request, ip, &mut told)).catch_unwind().await;
        let processed = processed.unwrap_or_else(|panic| Err(Refusal::panicked(told.name, &*panic)));
        let response = match processed {
            Ok((reply, held, end)) => answer::success(&self, &told, reply, held, end, start.elapsed())
                .unwrap_or_else(|refusal| answer::refusal(&refusal, None, start.elapsed())),
            Err(refusal) => {
                tracing::debug!(target: "myelin::axon", %ip, synapse = told.name, status = refusal.status,
                    hotkey = told.hotkey.map(tracing::field::display), "{}", refusal.message);
                let signed = AssertUnwindSafe(answer::sign(&self, &told)).catch_unwind().await;
                let signed = signed.ok().flatten();
                answer::refusal(&refusal, signed, start.elapsed())
            }
        };
        let name = if told.name.is_empty() { "unknown" } else { told.name };
        self.metrics.answered(name, response.status().as_u16(), start.elapsed());
        response
    }

    async fn process(
        &self,
        request: http::Request<Incoming>,
        ip: IpAddr,
        told: &mut Told,
    ) -> Result<(Reply, Held, Deadline), Refusal> {
        let (parts, body) = request.into_parts();
        check_size(&parts.headers, &self.limits)?;
        let route = self.route(parts.uri.path(), &parts.method)?;
        told.name = route.name();
        let (proof, timeout) = read_head(&parts.headers)?;
        let timeout = timeout.min(self.limits.handler_time);
        told.timeout = timeout;
        let mut asked = Asked { name: route.name(), hotkey: proof.hotkey(), caller: None, ip, timeout };
        asked.caller = asked.hotkey.and_then(|hotkey| self.callers.caller(&hotkey));
        if let Some(Err(reason)) = self.blacklist.as_ref().map(|check| check(&asked)) {
            return Err(Refusal::new(403, format!("Forbidden. Key is blacklisted: {reason}.")));
        }
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let proven = self.prove(proof, &asked, &parts.method, path, body).await?;
        told.hotkey = Some(proven.hotkey);
        if let Some(Err(reason)) = self.verify.as_ref().map(|check| check(&asked)) {
            return Err(Refusal::unverified(reason));
        }
        let share = self.share(&asked)?;
        check_content_type(&parts.headers)?;
        let body = self.body(proven.body, &asked).await?;
        let deadline = Deadline::now().checked_add(timeout).unwrap_or_else(Deadline::now);
        let late = || Refusal::new(408, format!("Response timeout after: {}s", timeout.as_secs_f64()));
        let slot = timeout_at(deadline, self.enter((self.priority)(&asked))).await.map_err(|_| late())??;
        self.metrics.running.inc();
        let held = Held { _share: share, _slot: slot, metrics: self.metrics.clone() };
        let signed_hash = proven.signed_hash;
        let delivery =
            Delivery { body, signed_hash, hotkey: proven.hotkey, caller: asked.caller, ip, timeout };
        let reply = timeout_at(deadline, route.answer(delivery)).await.map_err(|_| late())??;
        Ok((reply, held, deadline))
    }

    fn route(&self, path: &str, method: &Method) -> Result<&dyn Route, Refusal> {
        let name = path.strip_prefix('/').unwrap_or(path);
        if name.is_empty() {
            return Err(Refusal::new(400, "Invalid request. The path is the name of a synapse."));
        }
        let Some(route) = self.routes.get(name) else {
            let names: Vec<_> = self.routes.keys().copied().collect();
            let name: String = name.chars().take(64).collect();
            let message = format!("Synapse name '{name}' not found. Available synapses {names:?}");
            return Err(Refusal::new(404, message));
        };
        match *method == Method::POST {
            true => Ok(route.as_ref()),
            false => Err(Refusal::new(405, "a synapse is asked with POST")),
        }
    }

    /// Who is it, really? The newer scheme signs the body, which is read for that; the older one its hash.
    async fn prove(
        &self,
        proof: Proof,
        asked: &Asked,
        method: &Method,
        path: &str,
        body: Incoming,
    ) -> Result<Proven, Refusal> {
        let known = asked.caller.is_some();
        match proof {
            Proof::Headers { claim, .. } => {
                let claim = claim.map_err(Refusal::unverified)?;
                self.guard.check_claim(&claim, asked.timeout, &self.address, known)?;
                let (hotkey, signed_hash) = (claim.hotkey, Some(claim.body_hash));
                Ok(Proven { hotkey, signed_hash, body: Arrived::Yet(body) })
            }
            Proof::Auth(auth) => {
                self.guard.check_auth(&auth, &self.signer.public(), known)?;
                let body = receive(body, self.unproven.part(Owner::at(asked.ip)), &self.limits).await?;
                self.guard.admit_auth(&auth, method.as_str(), path, &body.bytes, known)?;
                Ok(Proven { hotkey: auth.hotkey, signed_hash: None, body: Arrived::Whole(body) })
            }
        }
    }

    /// The whole body, in the room of those who have shown who they are.
    async fn body(&self, body: Arrived, asked: &Asked) -> Result<Received, Refusal> {
        let mut part = self.bodies.part(Owner::Caller(asked.caller.and(asked.hotkey)));
        match body {
            Arrived::Yet(body) => receive(body, part, &self.limits).await,
            Arrived::Whole(body) => {
                part.grow_to(body.bytes.len())?;
                Ok(Received::new(body.bytes, part))
            }
        }
    }

    fn share(&self, asked: &Asked) -> Result<Share<Option<PublicKey>>, Refusal> {
        let (key, limit, whose) = match asked.caller {
            Some(caller) => (asked.hotkey, self.limits.of_stake(caller.stake), "a caller with your stake"),
            None => (None, self.limits.strangers, "all who are not registered"),
        };
        let refusal =
            || Refusal::new(429, format!("too many at once: {limit} requests are taken of {whose}"));
        self.shares.take(key, limit).ok_or_else(refusal)
    }

    async fn enter(&self, priority: u64) -> Result<Slot, Refusal> {
        self.metrics.waiting.inc();
        let waiting = Waiting(&self.metrics);
        let slot = self.queue.enter(priority).await;
        drop(waiting);
        let limit = self.limits.waiting;
        slot.map_err(|_| {
            Refusal::new(503, format!("busy: {limit} requests with as much priority or more wait"))
        })
    }
}

fn read_head(headers: &HeaderMap) -> Result<(Proof, Duration), Refusal> {
    let head = RequestHead::read(headers).map_err(|error| Refusal::new(500, error.to_string()))?;
    let timeout = head.timeout.unwrap_or(DEFAULT_TIMEOUT);
    match btauth::Auth::read(headers).map_err(Refusal::unverified)? {
        Some(auth) => Ok((Proof::Auth(Box::new(auth)), timeout)),
        None => Ok((Proof::of_headers(&head), timeout)),
    }
}

/// Refuses what is beyond the limits, before it is looked at.
fn check_size(headers: &HeaderMap, limits: &Limits) -> Result<(), Refusal> {
    let too = |what: &str, limit: usize| {
        Err(Refusal::new(431, format!("the headers are more than {limit}{what}, which is the limit")))
    };
    if headers.len() > limits.headers {
        return too("", limits.headers);
    }
    // As on the wire: a colon, a space and the end of the line with each.
    let sizes = headers.iter().map(|(name, value)| name.as_str().len().saturating_add(value.len()));
    let bytes = sizes.fold(0usize, |sum, size| sum.saturating_add(size).saturating_add(4));
    if bytes > limits.header_bytes {
        return too(" bytes", limits.header_bytes);
    }
    Ok(())
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.as_bytes()).unwrap_or_default();
    let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    match kind.eq_ignore_ascii_case(b"application/json") {
        true => Ok(()),
        false => Err(Refusal::new(415, "the content type should be application/json")),
    }
}
