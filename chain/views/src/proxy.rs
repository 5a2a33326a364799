//! Kinds of proxies.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// A kind of proxy.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ProxyTypeInfo {
    /// Name of the variant.
    pub name: Vec<u8>,
    /// Its number.
    pub index: u8,
    /// Whether new proxies should not use it.
    pub deprecated: bool,
}
