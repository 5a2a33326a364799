//! Bodies as they come in.

use crate::{
    refusal::Refusal,
    room::{NoRoom, Part, Received},
    Limits,
};
use bytes::Buf;
use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};

/// Room that is taken at first for a body whose length is not known or not believed.
const FIRST: usize = 16 * 1024;

impl From<NoRoom> for Refusal {
    fn from(error: NoRoom) -> Self {
        Self::new(503, error.to_string())
    }
}

/// The whole body, within the limits of size and time and as far as there is room.
pub(crate) async fn receive(body: Incoming, part: Part, limits: &Limits) -> Result<Received, Refusal> {
    let time = limits.body_time;
    let late = |_| Refusal::new(408, format!("the body did not come within {}s", time.as_secs_f64()));
    tokio::time::timeout(time, collect(body, part, limits.body_bytes)).await.map_err(late)?
}

/// Room is taken as bytes come, not as they are announced. They are copied together: pieces of a byte each would take
/// many times their length.
async fn collect(mut body: Incoming, mut part: Part, limit: usize) -> Result<Received, Refusal> {
    let large = || Refusal::new(413, format!("the body has more than {limit} bytes, which is the limit"));
    if body.size_hint().lower() > limit as u64 {
        return Err(large());
    }
    let announced = body.size_hint().exact().and_then(|bytes| usize::try_from(bytes).ok());
    let most = announced.unwrap_or(limit).min(limit);
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Refusal::new(400, format!("the body was cut off: {error}")))?;
        let Ok(mut data) = frame.into_data() else { continue };
        let length = bytes.len().saturating_add(data.remaining());
        if length > limit {
            return Err(large());
        }
        if length > bytes.capacity() {
            let room = bytes.capacity().saturating_mul(2).max(FIRST).min(most).max(length);
            part.grow_to(room)?;
            bytes.reserve_exact(room.saturating_sub(bytes.len()));
        }
        while data.has_remaining() {
            bytes.extend_from_slice(data.chunk());
            data.advance(data.chunk().len());
        }
    }
    Ok(Received::new(bytes.into(), part))
}
