//! A call made into a transaction: encoded, signed.

use crate::{
    account::AccountId,
    metadata::{MetadataError, Runtime},
    ChainError, Hash,
};
use myelin_wallet::{Crypto, PublicKey, Signature, Signer, SignerError};
use sp_crypto_hashing::blake2_256;
use subxt::{
    client::OfflineClientAtBlock,
    config::{
        substrate::{
            AccountId32, MultiSignature, SpecVersionForRange, SubstrateConfig,
            SubstrateExtrinsicParamsBuilder,
        },
        DefaultExtrinsicParams,
    },
    error::ExtrinsicError,
    events::Events,
    tx::Payload,
    OfflineClient,
};

/// What a transaction is besides its call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) nonce: u64,
    /// Rao for the author, beside the fee.
    pub(crate) tip: u64,
    /// In how many blocks from `block` on it may be included.
    pub(crate) valid_for: u64,
    /// The block it counts from.
    pub(crate) block: (u64, Hash),
}

/// A transaction as it goes to the node.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) terms: Terms,
}

impl Signed {
    /// The hash by which pools and blocks know it.
    pub(crate) fn hash(&self) -> String {
        format!("0x{}", hex::encode(blake2_256(&self.bytes)))
    }
}

/// Makes transactions for one chain and one version of its runtime.
pub(crate) struct Builder {
    client: OfflineClientAtBlock<SubstrateConfig>,
    spec: u32,
}

impl Builder {
    pub(crate) fn new(runtime: &Runtime, genesis: Hash) -> Result<Self, ChainError> {
        let spec = runtime.version.spec_version;
        let config = SubstrateConfig::builder()
            .set_genesis_hash(genesis)
            .set_spec_version_for_block_ranges([SpecVersionForRange {
                block_range: 0..u64::MAX,
                spec_version: spec,
                transaction_version: runtime.version.transaction_version,
            }])
            .set_metadata_for_spec_versions([(spec, runtime.metadata.clone())])
            .build();
        let client = OfflineClient::new_with_config(config).at_block(0u64);
        let client = client.map_err(|error| MetadataError::Malformed(error.to_string()))?;
        Ok(Self { client, spec })
    }

    /// The events in the bytes of `System.Events`.
    pub(crate) fn events(&self, bytes: Vec<u8>) -> Events<SubstrateConfig> {
        self.client.events().from_bytes(bytes)
    }

    /// The call's bytes: its pallet, its number, its arguments. Refused when the chain's call has another form.
    pub(crate) fn call<C: Payload>(&self, call: &C) -> Result<Vec<u8>, ChainError> {
        let transactions = self.client.tx();
        transactions.validate(call).map_err(|error| self.other_form(call, &error))?;
        transactions.call_data(call).map_err(|error| self.other_form(call, &error))
    }

    /// The transaction, signed.
    pub(crate) async fn sign<C: Payload, S: Signer + ?Sized>(
        &self,
        call: &C,
        signer: &S,
        terms: Terms,
    ) -> Result<Signed, ChainError> {
        let who = signer.public();
        let message = self.message(call, terms)?;
        let signature = signer.sign(&message).await?;
        if !who.verify(&message, &signature) {
            return Err(SignerError::Wrong(who.ss58()).into());
        }
        Ok(Signed { bytes: self.assemble(call, who, signature, terms)?, terms })
    }

    /// The transaction as long as it will be, with a signature that is none: fees count bytes.
    pub(crate) fn unsigned<C: Payload>(
        &self,
        call: &C,
        who: PublicKey,
        terms: Terms,
    ) -> Result<Vec<u8>, ChainError> {
        self.assemble(call, who, Signature([0; 64]), terms)
    }

    /// What the signature is of; more than 256 bytes are hashed first, as the chain does.
    fn message<C: Payload>(&self, call: &C, terms: Terms) -> Result<Vec<u8>, ChainError> {
        let transactions = self.client.tx();
        let signable = transactions.create_v4_signable_offline(call, params(terms));
        let signable = signable.map_err(|error| self.other_form(call, &error))?;
        signable.signer_payload().map_err(|error| self.other_form(call, &error))
    }

    fn assemble<C: Payload>(
        &self,
        call: &C,
        who: PublicKey,
        signature: Signature,
        terms: Terms,
    ) -> Result<Vec<u8>, ChainError> {
        let account = AccountId32(AccountId::from(who).0);
        let signature = match who.crypto() {
            Crypto::Sr25519 => MultiSignature::Sr25519(signature.0),
            Crypto::Ed25519 => MultiSignature::Ed25519(signature.0),
        };
        let transactions = self.client.tx();
        let signable = transactions.create_v4_signable_offline(call, params(terms));
        let mut signable = signable.map_err(|error| self.other_form(call, &error))?;
        let signed = signable.sign_with_account_and_signature(&account, &signature);
        Ok(signed.map_err(|error| self.other_form(call, &error))?.into_encoded())
    }

    fn other_form<C: Payload>(&self, call: &C, error: &ExtrinsicError) -> ChainError {
        let reason = match error {
            ExtrinsicError::IncompatibleCodegen => "its arguments have other types there".to_owned(),
            error => error.to_string(),
        };
        let (pallet, call) = (call.pallet_name().to_owned(), call.call_name().to_owned());
        ChainError::OtherForm { pallet, call, spec: self.spec, reason }
    }
}

fn params(terms: Terms) -> DefaultExtrinsicParams<SubstrateConfig> {
    let (number, hash) = terms.block;
    SubstrateExtrinsicParamsBuilder::new()
        .nonce(terms.nonce)
        .tip(terms.tip.into())
        .mortal_from_unchecked(terms.valid_for, number, hash)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        api,
        metadata::{embedded, RuntimeVersion},
    };
    use codec::{Decode, Encode};
    use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
    use myelin_wallet::Keypair;
    use subxt::utils::MultiAddress;

    const TERMS: Terms = Terms { nonce: 3, tip: 0, valid_for: 64, block: (100, Hash::repeat_byte(7)) };

    fn version() -> RuntimeVersion {
        let name = String::from("x");
        RuntimeVersion { spec_name: name.clone(), impl_name: name, spec_version: 5, transaction_version: 1 }
    }

    fn builder(metadata: &[u8]) -> Builder {
        Builder::new(&Runtime::with(version(), metadata).unwrap(), Hash::zero()).unwrap()
    }

    fn transfer() -> impl Payload {
        api::tx().balances().transfer_keep_alive(MultiAddress::Id(AccountId([9; 32])), 5)
    }

    #[tokio::test]
    async fn transaction_should_name_its_signer_and_algorithm_when_it_is_signed() {
        let builder = builder(embedded());
        for (crypto, number) in [(Crypto::Ed25519, 0), (Crypto::Sr25519, 1)] {
            let key = Keypair::from_uri("//Alice", crypto).unwrap();
            let signed = builder.sign(&transfer(), &key, TERMS).await.unwrap();
            let body = Vec::<u8>::decode(&mut signed.bytes.as_slice()).unwrap();
            assert_eq!(body[..2], [0x84, 0]);
            assert_eq!(body[2..34], *key.public().as_bytes());
            assert_eq!(body[34], number);
            let same_length = builder.unsigned(&transfer(), key.public(), TERMS).unwrap();
            assert_eq!(same_length.len(), signed.bytes.len());
        }
    }

    #[tokio::test]
    async fn transaction_should_be_refused_when_the_signer_signs_something_else() {
        struct Liar(Keypair);
        #[async_trait::async_trait]
        impl Signer for Liar {
            fn public(&self) -> PublicKey {
                self.0.public()
            }
            async fn sign(&self, _: &[u8]) -> Result<Signature, SignerError> {
                Ok(self.0.sign(b"something else"))
            }
        }
        let liar = Liar(Keypair::from_uri("//Alice", Crypto::Sr25519).unwrap());
        let error = builder(embedded()).sign(&transfer(), &liar, TERMS).await.unwrap_err();
        assert!(matches!(error, ChainError::Signer(SignerError::Wrong(_))), "{error}");
    }

    #[test]
    fn call_should_be_refused_when_the_chain_has_another_form_of_it() {
        let prefixed = RuntimeMetadataPrefixed::decode(&mut embedded()).unwrap();
        let RuntimeMetadata::V15(mut metadata) = prefixed.1 else { panic!("version 15") };
        let balances = metadata.pallets.iter_mut().find(|pallet| pallet.name == "Balances").unwrap();
        balances.name = "Money".into();
        let other = RuntimeMetadataPrefixed::from(metadata).encode();
        let error = builder(&other).call(&transfer()).unwrap_err();
        assert!(matches!(&error, ChainError::OtherForm { spec: 5, .. }), "{error}");
        assert!(error.to_string().contains("Balances.transfer_keep_alive"), "{error}");
        assert!(builder(embedded()).call(&transfer()).is_ok());
    }
}
