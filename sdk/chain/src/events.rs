//! What happened in a block, and why calls failed.

use crate::{
    api, keys::StorageKey, metadata::Runtime, transaction::Builder, ChainError, DispatchError, Snapshot,
};
use codec::Decode;
use subxt::{
    config::substrate::SubstrateConfig,
    error::DispatchError as SubxtDispatchError,
    events::{DecodeAsEvent, Phase},
    ArcMetadata,
};

/// An event as the chain tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Whose it is.
    pub pallet: String,
    /// Its name.
    pub name: String,
    /// Which transaction of the block it belongs to; none for what a block does by itself.
    pub transaction: Option<u32>,
    /// Its fields, encoded; [`Event::decode`] reads them.
    pub fields: Vec<u8>,
    metadata: Described,
}

/// What describes an event's fields.
#[derive(Clone)]
struct Described(ArcMetadata);

impl PartialEq for Described {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Described {}

impl std::fmt::Debug for Described {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("…")
    }
}

impl Event {
    /// Whether it is this event: `event.is("SubtensorModule", "WeightsSet")`.
    pub fn is(&self, pallet: &str, name: &str) -> bool {
        self.pallet == pallet && self.name == name
    }

    /// Its fields, when it is an event of this type: `event.decode::<api::balances::events::Transfer>()`.
    pub fn decode<E: DecodeAsEvent>(&self) -> Option<Result<E, ChainError>> {
        if !E::is_event(&self.pallet, &self.name) {
            return None;
        }
        Some(self.fields_as())
    }

    fn fields_as<E: DecodeAsEvent>(&self) -> Result<E, ChainError> {
        let wrong = |reason: &dyn ToString| {
            ChainError::decode(format!("{}.{}", self.pallet, self.name), reason.to_string())
        };
        let metadata = &self.metadata.0;
        let pallet = metadata.pallet_by_name(&self.pallet).ok_or_else(|| wrong(&"no such pallet"))?;
        let variants = pallet.event_variants().ok_or_else(|| wrong(&"no events"))?;
        let variant =
            variants.iter().find(|it| it.name == self.name).ok_or_else(|| wrong(&"no such event"))?;
        let mut fields =
            variant.fields.iter().map(|field| scale_decode::Field::new(field.ty.id, field.name.as_deref()));
        E::decode_as_fields(&mut self.fields.as_slice(), &mut fields, metadata.types())
            .map_err(|error| wrong(&error))
    }
}

impl Snapshot {
    /// The events of this block, in order. They are read with the metadata of the runtime that runs now.
    pub async fn events(&self) -> Result<Vec<Event>, ChainError> {
        let key = StorageKey::<Raw>::new("System", "Events");
        let (bytes, runtime) = tokio::join!(self.value(&key), self.chain().runtime());
        let bytes = bytes?.map_or_else(|| vec![0], |raw| raw.0);
        let genesis = self.chain().genesis().await?;
        decoded(&runtime?, genesis, bytes)
    }
}

/// Everything that is left, undecoded.
struct Raw(Vec<u8>);

impl Decode for Raw {
    fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
        let mut bytes = vec![0; input.remaining_len()?.unwrap_or_default()];
        input.read(&mut bytes)?;
        Ok(Self(bytes))
    }
}

fn decoded(runtime: &Runtime, genesis: crate::Hash, bytes: Vec<u8>) -> Result<Vec<Event>, ChainError> {
    let builder = Builder::new(runtime, genesis)?;
    let events = builder.events(bytes);
    let event = |event: Result<subxt::events::Event<'_, SubstrateConfig>, _>| {
        let event = event
            .map_err(|error: subxt::error::EventsError| ChainError::decode("the events of a block", error))?;
        Ok(Event {
            pallet: event.pallet_name().to_owned(),
            name: event.event_name().to_owned(),
            transaction: match event.phase() {
                Phase::ApplyExtrinsic(index) => Some(index),
                Phase::Finalization | Phase::Initialization => None,
            },
            fields: event.field_bytes().to_vec(),
            metadata: Described(runtime.metadata.clone()),
        })
    };
    events.iter().map(event).collect()
}

/// Why the transaction of these events failed; nothing when it did not.
pub(crate) fn failure(events: &[Event]) -> Result<Option<DispatchError>, ChainError> {
    let Some(event) = events.iter().find(|event| event.is("System", "ExtrinsicFailed")) else {
        return Ok(None);
    };
    dispatch_error(&event.fields, &event.metadata.0).map(Some)
}

/// What a transaction paid, by its events.
pub(crate) fn fee(events: &[Event]) -> Result<u64, ChainError> {
    let mut paid =
        events.iter().filter_map(Event::decode::<api::transaction_payment::events::TransactionFeePaid>);
    paid.next().map_or(Ok(0), |event| Ok(event?.actual_fee))
}

/// An encoded error in the chain's words. What follows it in `bytes` is not read.
pub(crate) fn dispatch_error(bytes: &[u8], metadata: &ArcMetadata) -> Result<DispatchError, ChainError> {
    // A pallet's error is its number, the error's, and three bytes more: what follows would be taken for those.
    let length = if bytes.first() == Some(&3) { 6 } else { bytes.len() };
    let bytes = bytes.get(..length).unwrap_or(bytes);
    let error = SubxtDispatchError::decode_from(bytes.to_vec(), metadata.clone());
    let error = error.map_err(|error| ChainError::decode("why a call failed", error))?;
    let SubxtDispatchError::Module(module) = &error else {
        return Ok(DispatchError::Runtime(format!("{error:?}")));
    };
    let details = module.details().map_err(|error| ChainError::decode("why a call failed", error))?;
    Ok(DispatchError::Module {
        pallet: details.pallet.name().to_owned(),
        pallet_index: module.pallet_index(),
        name: details.variant.name.clone(),
        index: module.error_index(),
        docs: details.variant.docs.join(" ").trim().to_owned(),
    })
}

/// An error of a pallet as the chain describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownError {
    /// The pallet.
    pub pallet: String,
    /// Its number.
    pub pallet_index: u8,
    /// The error's name.
    pub name: String,
    /// Its number within the pallet.
    pub index: u8,
    /// What the chain says about it.
    pub docs: String,
}

/// All errors that calls can die of, by the metadata that this program was built with: what `myelin explain` knows.
pub fn known_errors() -> Result<Vec<KnownError>, ChainError> {
    let metadata = Runtime::embedded_metadata()?;
    let mut errors = Vec::new();
    for pallet in metadata.pallets() {
        for variant in pallet.error_variants().unwrap_or_default() {
            errors.push(KnownError {
                pallet: pallet.name().to_owned(),
                pallet_index: pallet.error_index(),
                name: variant.name.clone(),
                index: variant.index,
                docs: variant.docs.join(" ").trim().to_owned(),
            });
        }
    }
    Ok(errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_should_be_told_by_name_when_they_are_decoded() {
        let metadata = Runtime::embedded_metadata().unwrap();
        let errors = known_errors().unwrap();
        let known = errors.iter().find(|error| error.name == "SubnetNotExists").unwrap();
        assert!(!known.docs.is_empty());
        let bytes = [3, known.pallet_index, known.index, 0, 0, 0, 1, 2, 3];
        let error = dispatch_error(&bytes, &metadata).unwrap();
        assert!(error.is("SubnetNotExists"), "{error}");
        assert_eq!(error.name(), "SubtensorModule.SubnetNotExists");
        assert!(error.to_string().contains(&known.docs), "{error}");
        assert_eq!(dispatch_error(&[2], &metadata).unwrap().name(), "BadOrigin");
        assert!(dispatch_error(&[3, 250, 0, 0, 0, 0], &metadata).is_err());
        assert!(dispatch_error(&[], &metadata).is_err());
    }

    #[test]
    fn raw_should_be_all_that_is_left() {
        assert_eq!(Raw::decode(&mut [1u8, 2, 3].as_slice()).unwrap().0, [1, 2, 3]);
    }
}
