//! Values that a network chooses once, at genesis, so that one runtime serves every block time.
//!
//! Each is a storage value behind a `Get`: pallets use it like a constant, and the metadata, which the runtime
//! computes with state, shows what this network has. Nothing changes them after genesis but root, by raw storage.

pub use pallet::*;

/// Declares a parameter once: its storage, its ordinary value, its field in the genesis.
macro_rules! network_parameters {
    ($($(#[$doc:meta])* $field:ident / $name:ident: $kind:ty = $ordinary:expr;)*) => {
        frame_support::parameter_types! {
            $($(#[$doc])* pub storage $name: $kind = $ordinary;)*
        }

        /// What a genesis says of the parameters; what it leaves out has its ordinary value.
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default, rename_all = "camelCase", deny_unknown_fields)]
        pub struct Values {
            $($(#[$doc])* pub $field: $kind,)*
        }

        impl Default for Values {
            fn default() -> Self {
                Self { $($field: $ordinary,)* }
            }
        }

        impl Values {
            /// Writes every value where its `Get` reads it.
            fn store(&self) {
                $($name::set(&self.$field);)*
            }

            /// What the state says now.
            pub fn stored() -> Self {
                Self { $($field: $name::get(),)* }
            }
        }
    };
}

network_parameters! {
    /// Milliseconds between blocks (wire: `Aura.SlotDuration`).
    slot_duration / SlotDuration: u64 = 12_000;
    /// Blocks between epochs of a new subnet (wire: default of `SubtensorModule.Tempo`).
    initial_tempo / InitialTempo: u16 = 360;
    /// Blocks that must pass between two subnet registrations (wire: default of `SubtensorModule.NetworkRateLimit`).
    network_rate_limit / NetworkRateLimit: u64 = 7_200;
    /// Epochs run in one block; the rest waits for the next (wire: default of `SubtensorModule.MaxEpochsPerBlock`).
    max_epochs_per_block / MaxEpochsPerBlock: u8 = 2;
    /// Fewest blocks for which a crowdloan is open: a week (wire: `Crowdloan.MinimumBlockDuration`).
    crowdloan_min_duration / CrowdloanMinDuration: u32 = 50_400;
    /// Most blocks for which a crowdloan is open: 60 days (wire: `Crowdloan.MaximumBlockDuration`).
    crowdloan_max_duration / CrowdloanMaxDuration: u32 = 432_000;
    /// Blocks before chosen children become so (wire: default of `SubtensorModule.PendingChildKeyCooldown`).
    child_key_cooldown / ChildKeyCooldown: u64 = 7_200;
    /// Blocks between two raises of a child's take (wire: default of `SubtensorModule.TxChildkeyTakeRateLimit`).
    childkey_take_rate_limit / ChildkeyTakeRateLimit: u64 = 216_000;
    /// Blocks between two changes of a subnet's mechanisms, or of their split, by its owner.
    mechanism_rate_limit / MechanismRateLimit: u64 = 7_200;
    /// Blocks between two swaps of a hotkey on a subnet (wire: `SubtensorModule.HotkeySwapOnSubnetInterval`).
    hotkey_swap_interval / HotkeySwapInterval: u64 = 7_200;
    /// Blocks between announcement and swap of a coldkey (wire: default of
    /// `SubtensorModule.ColdkeySwapAnnouncementDelay`).
    coldkey_swap_delay / ColdkeySwapDelay: u32 = 36_000;
    /// Blocks until the swap may be announced anew (wire: default of
    /// `SubtensorModule.ColdkeySwapReannouncementDelay`).
    coldkey_swap_redelay / ColdkeySwapRedelay: u32 = 7_200;
}

impl Values {
    /// The short values of a network with quick blocks of `slot_duration` milliseconds (local network contract).
    pub fn quick(slot_duration: u64) -> Self {
        Self {
            slot_duration,
            initial_tempo: 10,
            network_rate_limit: 0,
            max_epochs_per_block: 32,
            crowdloan_min_duration: 50,
            crowdloan_max_duration: 20_000,
            child_key_cooldown: 15,
            childkey_take_rate_limit: 5,
            mechanism_rate_limit: 1,
            hotkey_swap_interval: 1,
            coldkey_swap_delay: 50,
            coldkey_swap_redelay: 10,
        }
    }

    /// The ordinary values of a local network with 12 s blocks: only registrations are not limited.
    pub fn local() -> Self {
        Self { network_rate_limit: 0, ..Self::default() }
    }
}

/// The genesis of the parameters: no calls, no events.
#[frame_support::pallet]
#[allow(clippy::expect_used)] // in what FRAME's macros expand to
pub mod pallet {
    use super::Values;
    use core::marker::PhantomData;
    use frame_support::pallet_prelude::*;

    /// The shortest slot in which a block can be made and imported: milliseconds.
    const SHORTEST_SLOT: u64 = 50;

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: frame_system::Config {}

    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The values of this network.
        pub values: Values,
        #[serde(skip)]
        pub chain: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            // A genesis that cannot run must not start.
            assert!(
                self.values.slot_duration >= SHORTEST_SLOT,
                "slot duration {} ms is shorter than {SHORTEST_SLOT} ms",
                self.values.slot_duration
            );
            self.values.store();
        }
    }
}

impl Config for crate::Runtime {}

#[cfg(test)]
mod tests {
    use super::*;
    use frame_support::traits::BuildGenesisConfig;
    use sp_io::TestExternalities;

    fn genesis(values: Values) -> GenesisConfig<crate::Runtime> {
        GenesisConfig { values, chain: Default::default() }
    }

    #[test]
    fn parameters_should_be_ordinary_when_genesis_says_nothing() {
        TestExternalities::default().execute_with(|| assert_eq!(Values::stored(), Values::default()));
    }

    #[test]
    fn parameters_should_be_read_back_when_genesis_sets_them() {
        TestExternalities::default().execute_with(|| {
            let quick = Values::quick(250);
            genesis(quick.clone()).build();
            assert_eq!(Values::stored(), quick);
            assert_eq!(SlotDuration::get(), 250);
            assert_eq!(InitialTempo::get(), 10);
        });
    }

    #[test]
    #[should_panic(expected = "slot duration 0 ms")]
    fn genesis_should_be_refused_when_slot_duration_is_zero() {
        TestExternalities::default().execute_with(|| genesis(Values::quick(0)).build());
    }

    #[test]
    fn slot_duration_should_show_in_metadata_when_genesis_sets_it() {
        use codec::Decode;
        use frame_support::__private::metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};

        TestExternalities::default().execute_with(|| {
            genesis(Values::quick(777)).build();
            let opaque = crate::Runtime::metadata_at_version(15).unwrap();
            let metadata = RuntimeMetadataPrefixed::decode(&mut &opaque[..]).unwrap().1;
            let RuntimeMetadata::V15(metadata) = metadata else { panic!("asked for version 15") };
            let aura = metadata.pallets.iter().find(|pallet| pallet.name == "Aura").unwrap();
            let slot = aura.constants.iter().find(|constant| constant.name == "SlotDuration").unwrap();
            assert_eq!(slot.value, codec::Encode::encode(&777u64));
            assert_eq!(metadata.extrinsic.version, 4);
        });
    }
}
