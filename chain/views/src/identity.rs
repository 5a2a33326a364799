//! What keys and subnets say about themselves. Text is UTF-8 and not checked.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// What a coldkey says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ChainIdentityV2 {
    /// Name of who stands behind the coldkey.
    pub name: Vec<u8>,
    /// Home page.
    pub url: Vec<u8>,
    /// Where the code is.
    pub github_repo: Vec<u8>,
    /// Picture, as an address.
    pub image: Vec<u8>,
    /// Contact on Discord.
    pub discord: Vec<u8>,
    /// What it is about.
    pub description: Vec<u8>,
    /// Anything else.
    pub additional: Vec<u8>,
}

/// What an owner says about a subnet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SubnetIdentityV3 {
    /// Name of the subnet.
    pub subnet_name: Vec<u8>,
    /// Where the code is.
    pub github_repo: Vec<u8>,
    /// How to reach the owner.
    pub subnet_contact: Vec<u8>,
    /// Home page.
    pub subnet_url: Vec<u8>,
    /// Contact on Discord.
    pub discord: Vec<u8>,
    /// What it is about.
    pub description: Vec<u8>,
    /// Logo, as an address.
    pub logo_url: Vec<u8>,
    /// Anything else.
    pub additional: Vec<u8>,
}
