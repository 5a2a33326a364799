//! One relay: asked for a round or for the newest, believed only when the signature is genuine.

use crate::http::{Client, HttpError};
use hyper::Uri;
use myelin_timelock::{verify, Beacon, Pulse};
use serde::Deserialize;

/// The hash by which relays know quicknet.
const QUICKNET: &str = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";

/// Why a relay gave no pulse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelayError {
    /// It does not answer, or not as it should.
    Http(HttpError),
    /// It does not have that round (yet).
    Missing,
    /// It answers with something else than a round.
    Unreadable,
    /// It answers with another round than the one that was asked for.
    OtherRound(u64),
    /// Its signature is none.
    Forged(u64),
}

impl RelayError {
    /// The name under which failures of this kind are counted.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Http(HttpError::Slow) => "slow",
            Self::Http(HttpError::Broken(_)) => "broken",
            Self::Http(HttpError::Status(_)) => "status",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::OtherRound(_) => "other round",
            Self::Forged(_) => "forged",
        }
    }
}

/// A relay's address, known to make sense.
#[derive(Clone, Debug)]
pub struct Relay {
    base: String,
}

/// What relays answer; they say more, which nobody needs.
#[derive(Deserialize)]
struct Answer {
    round: u64,
    signature: String,
}

impl Relay {
    /// The relay at `url`, for example `https://api.drand.sh`. For another beacon than quicknet the address includes
    /// what its relay wants before `/public/<round>`.
    pub fn new(url: &str, beacon: &Beacon) -> Result<Self, String> {
        let mut base = url.trim_end_matches('/').to_owned();
        if *beacon == Beacon::quicknet() && !base.ends_with(QUICKNET) {
            base = format!("{base}/{QUICKNET}");
        }
        let relay = Self { base };
        let uri = relay.uri("latest").map_err(|_| format!("{url} is no address of a relay"))?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            // It would stand in logs and metrics, and not be sent.
            return Err("the address of a relay names a user: leave that out, relays ask nobody".into());
        }
        match (uri.scheme_str(), uri.host()) {
            (Some("http" | "https"), Some(host)) if !host.is_empty() => Ok(relay),
            _ => Err(format!("{url} is no http or https address of a relay")),
        }
    }

    /// A round, verified.
    pub async fn round(&self, client: &Client, beacon: &Beacon, round: u64) -> Result<Pulse, RelayError> {
        let pulse = self.ask(client, beacon, &round.to_string()).await?;
        if pulse.round == round {
            Ok(pulse)
        } else {
            Err(RelayError::OtherRound(pulse.round))
        }
    }

    /// The newest round it has, verified. It may be an old one all the same.
    pub async fn latest(&self, client: &Client, beacon: &Beacon) -> Result<Pulse, RelayError> {
        self.ask(client, beacon, "latest").await
    }

    async fn ask(&self, client: &Client, beacon: &Beacon, what: &str) -> Result<Pulse, RelayError> {
        let uri = self.uri(what).map_err(|_| RelayError::Unreadable)?;
        let body = client.get(uri).await.map_err(|error| match error {
            // Relays say by any of these that a round is not out yet.
            HttpError::Status(404 | 425) => RelayError::Missing,
            other => RelayError::Http(other),
        })?;
        let pulse = read(&body).ok_or(RelayError::Unreadable)?;
        verify(beacon, &pulse).map_err(|_| RelayError::Forged(pulse.round))?;
        Ok(pulse)
    }

    fn uri(&self, what: &str) -> Result<Uri, hyper::http::uri::InvalidUri> {
        format!("{}/public/{what}", self.base).parse()
    }
}

impl std::fmt::Display for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.base.trim_end_matches(QUICKNET).trim_end_matches('/'))
    }
}

fn read(body: &[u8]) -> Option<Pulse> {
    let answer: Answer = serde_json::from_slice(body).ok()?;
    let mut signature = [0; 48];
    hex::decode_to_slice(&answer.signature, &mut signature).ok()?;
    Some(Pulse { round: answer.round, signature })
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_timelock::development;

    #[test]
    fn address_should_be_refused_when_it_is_no_relays() {
        for refused in ["", "api.drand.sh", "ftp://x", "https://", "http://a b"] {
            assert!(Relay::new(refused, &Beacon::quicknet()).is_err(), "{refused}");
        }
        let named = Relay::new("http://me:secret@127.0.0.1:1", &Beacon::quicknet()).unwrap_err();
        assert!(named.contains("names a user") && !named.contains("secret"), "{named}");
    }

    #[test]
    fn address_should_name_the_beacon_when_it_is_quicknet() {
        let quicknet = Relay::new("https://api.drand.sh/", &Beacon::quicknet()).unwrap();
        assert_eq!(quicknet.uri("7").unwrap().path(), format!("/{QUICKNET}/public/7"));
        assert_eq!(quicknet.to_string(), "https://api.drand.sh");
        let named = Relay::new(&format!("https://api.drand.sh/{QUICKNET}"), &Beacon::quicknet()).unwrap();
        assert_eq!(named.uri("7").unwrap().path(), format!("/{QUICKNET}/public/7"));
        let own = Relay::new("http://127.0.0.1:1/mine", &development::beacon()).unwrap();
        assert_eq!(own.uri("latest").unwrap().path(), "/mine/public/latest");
    }

    #[test]
    fn answer_should_be_read_when_it_is_one() {
        let signature = "ab".repeat(48);
        let body = format!(r#"{{"round":7,"randomness":"00","signature":"{signature}"}}"#);
        assert_eq!(read(body.as_bytes()).unwrap().round, 7);
        for unreadable in
            ["", "{}", "[]", r#"{"round":7,"signature":"ab"}"#, r#"{"round":-1,"signature":""}"#]
        {
            assert!(read(unreadable.as_bytes()).is_none(), "{unreadable}");
        }
    }
}
