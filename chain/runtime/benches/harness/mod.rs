//! Opening a block in a bench or a test: natively, and in WASM as a node does.

use codec::Encode;
use frame_support::storage::{with_transaction, TransactionOutcome};
use myelin_runtime::{Executive, Header, WASM_BINARY};
use sc_executor::WasmExecutor;
use sp_core::traits::{CallContext, CodeExecutor, Externalities, RuntimeCode, WrappedRuntimeCode};
use sp_io::{SubstrateHostFunctions, TestExternalities};
use sp_runtime::{traits::Header as _, AccountId32, DispatchError};
use std::borrow::Cow;

/// An account of its own for each neuron of each subnet.
pub fn account(subnet: u16, neuron: u16) -> AccountId32 {
    let mut bytes = [7u8; 32];
    bytes[..2].copy_from_slice(&subnet.to_le_bytes());
    bytes[2..4].copy_from_slice(&neuron.to_le_bytes());
    AccountId32::new(sp_io::hashing::blake2_256(&bytes))
}

/// The header of a block that says nothing but its number.
pub fn header(number: u32) -> Header {
    let none = Default::default();
    Header::new(number, none, none, none, Default::default())
}

/// Opens a block natively, and takes back what that wrote.
pub fn open_native(chain: &mut TestExternalities, number: u32) {
    chain.execute_with(|| {
        let _ = with_transaction(|| {
            Executive::initialize_block(&header(number));
            TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
        });
    });
}

/// The runtime's WASM, compiled once.
pub struct Wasm {
    executor: WasmExecutor<SubstrateHostFunctions>,
    fetcher: WrappedRuntimeCode<'static>,
    hash: Vec<u8>,
}

impl Wasm {
    /// That of this build.
    pub fn new() -> Self {
        let wasm = WASM_BINARY.expect("the runtime was built with its WASM");
        Self {
            executor: WasmExecutor::builder().build(),
            fetcher: WrappedRuntimeCode(Cow::Borrowed(wasm)),
            hash: sp_io::hashing::blake2_256(wasm).to_vec(),
        }
    }

    /// Opens a block, and takes back what that wrote.
    pub fn open(&self, chain: &mut TestExternalities, number: u32) {
        let mut ext = chain.ext();
        ext.storage_start_transaction();
        self.open_in(&mut ext, number);
        ext.storage_rollback_transaction().expect("a transaction was begun");
    }

    /// Opens a block, and leaves it open.
    pub fn open_in(&self, ext: &mut dyn Externalities, number: u32) {
        let code = RuntimeCode { code_fetcher: &self.fetcher, hash: self.hash.clone(), heap_pages: None };
        let call = "Core_initialize_block";
        let argument = header(number).encode();
        let (answer, _) = self.executor.call(ext, &code, call, &argument, CallContext::Offchain);
        answer.expect("the block opens");
    }
}
