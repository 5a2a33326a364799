//! Pulses into a block.

use myelin_timelock::{Pulse, INHERENT_IDENTIFIER};
use sp_inherents::{Error, InherentData, InherentDataProvider, InherentIdentifier};

/// The pulses of one block. A block without any says nothing of beacons.
#[derive(Clone, Debug, Default)]
pub struct Provider(pub Vec<Pulse>);

#[async_trait::async_trait]
impl InherentDataProvider for Provider {
    async fn provide_inherent_data(&self, data: &mut InherentData) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        data.put_data(INHERENT_IDENTIFIER, &self.0)
    }

    async fn try_handle_error(&self, _: &InherentIdentifier, _: &[u8]) -> Option<Result<(), Error>> {
        // What is wrong with a block's pulses is the pallet's to say; there is nothing to mend here.
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn block_should_carry_the_pulses_when_there_are_some() {
        let pulses = vec![Pulse { round: 7, signature: [1; 48] }];
        let data = Provider(pulses.clone()).create_inherent_data().await.unwrap();
        assert_eq!(data.get_data::<Vec<Pulse>>(&INHERENT_IDENTIFIER).unwrap(), Some(pulses));
        assert_eq!(Provider::default().create_inherent_data().await.unwrap().len(), 0);
    }
}
