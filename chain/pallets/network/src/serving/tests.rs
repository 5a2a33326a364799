use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok};
use myelin_units::NetUid;
use myelin_views::neuron::{AxonInfo, PrometheusInfo};

const IP: u128 = 0x0808_0808;

fn serve(
    number: u64,
    netuid: NetUid,
    ip: u128,
    port: u16,
    ip_type: u8,
) -> frame_support::dispatch::DispatchResult {
    Network::serve_axon(signed(hotkey(number)), netuid, 7, ip, port, ip_type, 4, 1, 2)
}

fn serve_metrics(
    number: u64,
    netuid: NetUid,
    ip: u128,
    port: u16,
    ip_type: u8,
) -> frame_support::dispatch::DispatchResult {
    Network::serve_prometheus(signed(hotkey(number)), netuid, 7, ip, port, ip_type)
}

/// Subnet 1 with `hotkey(2)` registered, in block 5.
fn subnet_with_a_server() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        register(SUBNET, 2);
        System::set_block_number(5);
    });
    chain
}

#[test]
fn axon_should_be_stored_with_its_block() {
    subnet_with_a_server().execute_with(|| {
        assert_ok!(serve(2, SUBNET, IP, 8091, 4));
        let axon = AxonInfo {
            block: 5,
            version: 7,
            ip: IP,
            port: 8091,
            ip_type: 4,
            protocol: 4,
            placeholder1: 1,
            placeholder2: 2,
        };
        assert_eq!(Axons::<Test>::get(SUBNET, hotkey(2)), Some(axon));
        assert_eq!(NeuronCertificates::<Test>::get(SUBNET, hotkey(2)), None);
        System::assert_last_event(Event::AxonServed(SUBNET, hotkey(2)).into());
    });
}

#[test]
fn axon_should_be_refused_when_the_endpoint_cannot_be_reached() {
    subnet_with_a_server().execute_with(|| {
        assert_noop!(serve(2, NetUid::new(9), IP, 8091, 4), Error::<Test>::SubnetNotExists);
        assert_noop!(serve(3, SUBNET, IP, 8091, 4), Error::<Test>::HotKeyNotRegisteredInNetwork);
        assert_noop!(serve(2, SUBNET, IP, 0, 4), Error::<Test>::InvalidPort);
        assert_noop!(serve(2, SUBNET, IP, 8091, 5), Error::<Test>::InvalidIpType);
        assert_noop!(serve(2, SUBNET, 0x7f00_0001, 8091, 4), Error::<Test>::InvalidIpAddress);
        assert_noop!(serve(2, SUBNET, u128::from(u32::MAX), 8091, 4), Error::<Test>::InvalidIpAddress);
        assert_noop!(serve(2, SUBNET, u128::MAX, 8091, 6), Error::<Test>::InvalidIpAddress);
        assert_noop!(serve(2, SUBNET, 1, 8091, 6), Error::<Test>::InvalidIpAddress);
        assert_noop!(
            Network::serve_axon(RuntimeOrigin::none(), SUBNET, 7, IP, 8091, 4, 4, 1, 2),
            sp_runtime::DispatchError::BadOrigin
        );
    });
}

#[test]
fn axon_should_wait_for_the_rate_limit() {
    subnet_with_a_server().execute_with(|| {
        assert_ok!(serve(2, SUBNET, IP, 8091, 4));
        let limit = ServingRateLimit::<Test>::get(SUBNET);
        System::set_block_number(5 + limit - 1);
        assert_noop!(serve(2, SUBNET, IP, 8092, 4), Error::<Test>::ServingRateLimitExceeded);
        System::set_block_number(5 + limit);
        // The unspecified address takes the server out of service.
        assert_ok!(serve(2, SUBNET, 0, 1, 4));
    });
}

#[test]
fn certificate_should_be_stored_when_it_can_be_read_and_passed_over_when_not() {
    subnet_with_a_server().execute_with(|| {
        ServingRateLimit::<Test>::insert(SUBNET, 0);
        let serve_tls = |certificate: Vec<u8>| {
            Network::serve_axon_tls(signed(hotkey(2)), SUBNET, 7, IP, 8091, 4, 4, 0, 0, certificate)
        };
        let stored = || NeuronCertificates::<Test>::get(SUBNET, hotkey(2));
        assert_ok!(serve_tls(vec![9; 66]));
        assert_ok!(serve_tls(vec![]));
        assert_eq!(stored(), None);
        assert_ok!(serve_tls(vec![3, 1, 2]));
        let certificate = stored().expect("stored");
        assert_eq!((certificate.algorithm, certificate.public_key.to_vec()), (3, vec![1, 2]));
        // A later one that cannot be read leaves it.
        assert_ok!(serve_tls(vec![9; 66]));
        assert_eq!(stored(), Some(certificate));
    });
}

#[test]
fn metrics_should_be_stored_with_their_block() {
    subnet_with_a_server().execute_with(|| {
        assert_ok!(serve_metrics(2, SUBNET, IP, 9090, 4));
        let stored = PrometheusInfo { block: 5, version: 7, ip: IP, port: 9090, ip_type: 4 };
        assert_eq!(Prometheus::<Test>::get(SUBNET, hotkey(2)), Some(stored));
        System::assert_last_event(Event::PrometheusServed(SUBNET, hotkey(2)).into());
    });
}

#[test]
fn metrics_should_be_refused_when_the_endpoint_cannot_be_reached() {
    subnet_with_a_server().execute_with(|| {
        assert_noop!(serve_metrics(2, NetUid::new(9), IP, 9090, 4), Error::<Test>::SubnetNotExists);
        assert_noop!(serve_metrics(3, SUBNET, IP, 9090, 4), Error::<Test>::HotKeyNotRegisteredInNetwork);
        assert_noop!(serve_metrics(2, SUBNET, IP, 0, 4), Error::<Test>::InvalidPort);
        assert_noop!(serve_metrics(2, SUBNET, IP, 9090, 7), Error::<Test>::InvalidIpType);
        assert_noop!(serve_metrics(2, SUBNET, 0, 9090, 4), Error::<Test>::InvalidIpAddress);
        assert_ok!(serve_metrics(2, SUBNET, IP, 9090, 6));
        System::set_block_number(6);
        assert_noop!(serve_metrics(2, SUBNET, IP, 9090, 4), Error::<Test>::ServingRateLimitExceeded);
        // The two endpoints have a limit each.
        assert_ok!(serve(2, SUBNET, IP, 8091, 4));
    });
}
