//! Whom to ask.

use myelin_synapse::Certificate;
use myelin_wallet::PublicKey;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

/// An axon: whose it is, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    hotkey: PublicKey,
    ss58: Arc<str>,
    address: SocketAddr,
    certificate: Option<Certificate>,
}

/// The chain's record of an axon is none that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotServing {
    /// No address or no port.
    #[error("the neuron is not serving: its address on chain is {ip}:{port}")]
    Nowhere {
        /// As on chain.
        ip: u128,
        /// As on chain.
        port: u16,
    },
    /// Neither IPv4 nor IPv6.
    #[error("the neuron's address on chain is of kind {0}; only 4 and 6 exist")]
    Kind(u8),
}

impl Target {
    /// An axon of this hotkey at this address.
    pub fn new(hotkey: PublicKey, address: SocketAddr) -> Self {
        Self { hotkey, ss58: hotkey.ss58().into(), address, certificate: None }
    }

    /// An axon as the chain has it (`AxonInfo`: `ip`, `ip_type`, `port`).
    pub fn on_chain(hotkey: PublicKey, ip: u128, ip_type: u8, port: u16) -> Result<Self, NotServing> {
        if ip == 0 || port == 0 {
            return Err(NotServing::Nowhere { ip, port });
        }
        let ip: IpAddr = match (ip_type, u32::try_from(ip)) {
            (4, Ok(ip)) => Ipv4Addr::from(ip).into(),
            (4, Err(_)) => return Err(NotServing::Nowhere { ip, port }),
            (6, _) => Ipv6Addr::from(ip).into(),
            (other, _) => return Err(NotServing::Kind(other)),
        };
        Ok(Self::new(hotkey, (ip, port).into()))
    }

    /// The same axon, asked over TLS: only a server with this published key is believed.
    pub fn with_certificate(self, certificate: Certificate) -> Self {
        Self { certificate: Some(certificate), ..self }
    }

    /// Whose it is.
    pub fn hotkey(&self) -> &PublicKey {
        &self.hotkey
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The key of its server, when it speaks TLS.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    pub(crate) fn ss58(&self) -> &str {
        &self.ss58
    }

    /// Where to connect: what stands at our own public address is reached from inside.
    pub(crate) fn reached_from(&self, own: Option<IpAddr>) -> SocketAddr {
        match (own == Some(self.address.ip()), self.address) {
            (false, address) => address,
            (true, SocketAddr::V4(address)) => (Ipv4Addr::LOCALHOST, address.port()).into(),
            (true, SocketAddr::V6(address)) => (Ipv6Addr::LOCALHOST, address.port()).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_wallet::Crypto;

    const KEY: PublicKey = PublicKey::new([1; 32], Crypto::Sr25519);

    #[test]
    fn address_should_be_read_as_on_chain() {
        let read = |ip, kind, port| Target::on_chain(KEY, ip, kind, port).map(|target| target.address());
        assert_eq!(read(0x0102_0304, 4, 80), Ok("1.2.3.4:80".parse().unwrap()));
        assert_eq!(read(1, 6, 80), Ok("[::1]:80".parse().unwrap()));
        assert_eq!(read(0, 4, 80), Err(NotServing::Nowhere { ip: 0, port: 80 }));
        assert_eq!(read(1, 4, 0), Err(NotServing::Nowhere { ip: 1, port: 0 }));
        assert_eq!(read(1 << 40, 4, 80), Err(NotServing::Nowhere { ip: 1 << 40, port: 80 }));
        assert_eq!(read(1, 5, 80), Err(NotServing::Kind(5)));
    }

    #[test]
    fn own_address_should_be_reached_from_inside() {
        let target = Target::new(KEY, "1.2.3.4:80".parse().unwrap());
        assert_eq!(target.reached_from(Some("1.2.3.4".parse().unwrap())).to_string(), "127.0.0.1:80");
        assert_eq!(target.reached_from(Some("1.2.3.5".parse().unwrap())).to_string(), "1.2.3.4:80");
    }
}
