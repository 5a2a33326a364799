//! Relays by https: believed by their certificate, and then as any other by signature.

use crate::server::{out, Manner, Node, Server};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose, SanType,
    PKCS_ED25519,
};
use std::{net::Ipv4Addr, sync::Arc, time::Duration};
use tokio_rustls::{
    rustls::{self, pki_types::PrivatePkcs8KeyDer, ServerConfig},
    TlsAcceptor,
};

/// Who vouches for relays.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate_for(&PKCS_ED25519).unwrap()).unwrap())
    }

    fn root(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// What a relay on 127.0.0.1 needs, or one of that name.
    fn vouches_for(&self, name: SanType) -> TlsAcceptor {
        let key = KeyPair::generate_for(&PKCS_ED25519).unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.subject_alt_names = vec![name];
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }

    async fn relay(&self, manner: Manner) -> Server {
        Server::with(manner, Some(self.vouches_for(SanType::IpAddress(Ipv4Addr::LOCALHOST.into())))).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn relays_by_https_should_be_believed_when_their_root_is_trusted() {
    let authority = Authority::new();
    let (tired, forger, good) = (
        authority.relay(Manner::Tires(12)).await,
        authority.relay(Manner::Lies).await,
        authority.relay(Manner::Good).await,
    );
    let start = out() - 40;
    let node =
        Node::with(start, &[&tired, &forger, &good], |relays| relays.trusting([authority.root()]).unwrap());
    let taken = [node.takes(16).await, node.takes(16).await].concat();
    let rounds: Vec<u64> = taken.iter().map(|pulse| pulse.round).collect();
    assert_eq!(rounds, (start + 1..=start + 32).collect::<Vec<_>>());
    assert!([&tired, &forger, &good].iter().all(|relay| relay.asked() > 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn relay_by_https_should_hear_no_question_when_its_root_is_strange_or_its_name_another() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let other_name = SanType::DnsName("relay.example".try_into().unwrap());
    let (strange, misnamed) = (
        theirs.relay(Manner::Good).await,
        Server::with(Manner::Good, Some(ours.vouches_for(other_name))).await,
    );
    let trusting = |relays: myelin_beacon::Relays| relays.trusting([ours.root()]).unwrap();
    let alone = Node::with(out() - 5, &[&strange, &misnamed], trusting);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!((strange.asked(), misnamed.asked()), (0, 0));
    assert_eq!(alone.buffer.next_after(0, 0), 1);
    // With a good one beside them rounds come.
    let good = ours.relay(Manner::Good).await;
    let node = Node::with(out() - 5, &[&strange, &misnamed, &good], trusting);
    assert_eq!(node.takes(5).await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn relay_by_https_should_be_left_out_when_it_only_stalls_or_floods() {
    let authority = Authority::new();
    for manner in [Manner::Stalls, Manner::Floods] {
        let (bad, good) = (authority.relay(manner).await, authority.relay(Manner::Good).await);
        let start = out() - 20;
        let node = Node::with(start, &[&bad, &good], |relays| relays.trusting([authority.root()]).unwrap());
        assert_eq!(node.takes(16).await.len(), 16);
        assert!(bad.asked() > 0);
    }
}

#[tokio::test]
async fn roots_should_be_refused_when_they_are_no_certificates() {
    let beacon = myelin_timelock::development::beacon();
    let relays = myelin_beacon::Relays::new(beacon, &["https://127.0.0.1:1"], Default::default()).unwrap();
    assert!(relays.trusting([vec![7; 40]]).is_err_and(|told| told.contains("no certificate")));
}
