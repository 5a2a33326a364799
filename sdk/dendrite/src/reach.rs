//! Which addresses are asked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Which addresses a dendrite connects to.
///
/// What the chain has as a neuron's address is what its owner wrote there. A validator that connects to whatever it
/// reads can be sent to its own machine, its neighbours, or the metadata service of a cloud (`169.254.169.254`), with a
/// signed question in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// All: for chains on one machine, and for targets that you chose yourself.
    #[default]
    Anywhere,
    /// Those of the public internet alone: not this machine, no private network, no link, nothing that a registry keeps
    /// for other purposes. What an IPv6 address says of an IPv4 one in it counts.
    Public,
}

impl Reach {
    /// Whether this address is asked.
    #[must_use]
    pub fn includes(self, ip: IpAddr) -> bool {
        match (self, ip.to_canonical()) {
            (Self::Anywhere, _) => true,
            (Self::Public, IpAddr::V4(ip)) => is_public_v4(ip),
            (Self::Public, IpAddr::V6(ip)) => is_public_v6(ip),
        }
    }
}

/// The IANA registry of special addresses: what is globally reachable.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let special = ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation();
    let reserved = match ip.octets() {
        // "This network"; multicast, reserved, broadcast.
        [0 | 224..=255, ..] => true,
        // Shared between a provider's customers.
        [100, 64..=127, ..] => true,
        // Protocol assignments, old 6to4 relays, benchmarks.
        [192, 0, 0, _] | [192, 88, 99, _] | [198, 18 | 19, ..] => true,
        _ => false,
    };
    !special && !reserved
}

/// Only 2000::/3 is given out; some of it is not for hosts, and some has an IPv4 address within.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    match ip.segments() {
        // Protocol assignments with Teredo, documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // 6to4.
        [0x2002, upper, lower, ..] => {
            is_public_v4(Ipv4Addr::from((u32::from(upper) << 16) | u32::from(lower)))
        }
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(ip: &str) -> bool {
        let ip: IpAddr = ip.parse().unwrap();
        assert!(Reach::Anywhere.includes(ip), "{ip}");
        !Reach::Public.includes(ip)
    }

    #[test]
    fn address_should_be_refused_when_it_is_not_of_the_public_internet() {
        let v4 = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
        ];
        let v6 = [
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for ip in v4.into_iter().chain(v6) {
            assert!(refused(ip), "{ip}");
        }
    }

    #[test]
    fn address_should_be_asked_when_it_is_public() {
        let public = [
            "1.1.1.1",
            "9.255.255.255",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:8.8.8.8",
            "2002:808:808::1",
            "2001:200::1",
            "2606:4700::1111",
            "2a00::1",
            "3fff:1000::1",
        ];
        for ip in public {
            assert!(!refused(ip), "{ip}");
        }
    }
}
