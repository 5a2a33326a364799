//! The chain's calls by name, their arguments by the names that the metadata has. What does not fit is refused before it
//! is sent; the flows of `e2e/tests/cli*.rs` send each.

use myelin_units::NetUid;
use myelin_wallet::PublicKey;
use subxt::{
    ext::scale_value::{Composite, Value},
    tx::DynamicPayload,
};

/// A call with its arguments.
pub type Call = DynamicPayload<Composite<()>>;
/// An argument.
pub type Argument = Value<()>;

/// A call of a pallet.
pub fn call<const N: usize>(pallet: &str, name: &str, arguments: [(&str, Argument); N]) -> Call {
    DynamicPayload::new(pallet, name, Composite::named(arguments))
}

/// A call of the pallet of the network.
pub fn network<const N: usize>(name: &str, arguments: [(&str, Argument); N]) -> Call {
    call("SubtensorModule", name, arguments)
}

/// An account.
pub fn account(key: &PublicKey) -> Argument {
    Value::from_bytes(key.as_bytes())
}

/// An account where the chain takes any kind of address.
pub fn address(key: &PublicKey) -> Argument {
    Value::unnamed_variant("Id", [account(key)])
}

/// A number, an amount in rao.
pub fn number(number: impl Into<u128>) -> Argument {
    Value::u128(number.into())
}

/// A subnet.
pub fn subnet(netuid: NetUid) -> Argument {
    number(netuid.number())
}

/// A switch.
pub fn switch(on: bool) -> Argument {
    Value::bool(on)
}

/// Bytes.
pub fn bytes(bytes: impl AsRef<[u8]>) -> Argument {
    Value::from_bytes(bytes)
}

/// A list of numbers.
pub fn numbers(numbers: &[u16]) -> Argument {
    list(numbers.iter().map(|it| number(*it)))
}

/// A list.
pub fn list(items: impl IntoIterator<Item = Argument>) -> Argument {
    Value::unnamed_composite(items)
}

/// Something that may be missing.
pub fn maybe(value: Option<Argument>) -> Argument {
    match value {
        Some(value) => Value::unnamed_variant("Some", [value]),
        None => Value::unnamed_variant("None", []),
    }
}
