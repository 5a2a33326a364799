//! Trades with a limit around their quote.

use crate::{
    api,
    calls::{self, Call},
    AccountId, Chain, ChainError, Included, Quote, Tolerance, Trade,
};
use myelin_units::{Alpha, NetUid, Tao};
use myelin_wallet::Signer;

/// The call that stakes within a limit.
pub fn stake_call(hotkey: AccountId, netuid: NetUid, amount: Tao, limit: u64, partial: bool) -> impl Call {
    let (netuid, amount, limit) = (calls::subnet(netuid), calls::tao(amount), calls::tao(Tao::new(limit)));
    api::tx().subtensor_module().add_stake_limit(hotkey, netuid, amount, limit, partial)
}

/// The call that unstakes within a limit.
pub fn unstake_call(
    hotkey: AccountId,
    netuid: NetUid,
    amount: Alpha,
    limit: u64,
    partial: bool,
) -> impl Call {
    let (netuid, amount, limit) = (calls::subnet(netuid), calls::alpha(amount), calls::tao(Tao::new(limit)));
    api::tx().subtensor_module().remove_stake_limit(hotkey, netuid, amount, limit, partial)
}

/// The call that moves stake between subnets within a limit.
pub fn swap_call(
    hotkey: AccountId,
    from: NetUid,
    to: NetUid,
    amount: Alpha,
    limit: u64,
    partial: bool,
) -> impl Call {
    let (from, to) = (calls::subnet(from), calls::subnet(to));
    let (amount, limit) = (calls::alpha(amount), calls::tao(Tao::new(limit)));
    api::tx().subtensor_module().swap_stake_limit(hotkey, from, to, amount, limit, partial)
}

impl Chain {
    /// What a trade would do now.
    pub async fn quote(&self, trade: Trade) -> Result<Quote, ChainError> {
        self.at_head().await?.quote(trade).await
    }

    /// Makes a quoted trade on a hotkey, with a limit around the quote: when the price has moved further than
    /// tolerated, nothing happens (or only what fits, if a part may). The coldkey signs.
    pub async fn trade<S: Signer + ?Sized>(
        &self,
        coldkey: &S,
        hotkey: AccountId,
        quote: &Quote,
        tolerance: Tolerance,
    ) -> Result<Included, ChainError> {
        let (limit, partial) = (quote.limit(tolerance), tolerance.partial);
        match quote.trade {
            Trade::Stake { netuid, amount } => {
                self.submit(coldkey, &stake_call(hotkey, netuid, amount, limit, partial)).await
            }
            Trade::Unstake { netuid, amount } => {
                self.submit(coldkey, &unstake_call(hotkey, netuid, amount, limit, partial)).await
            }
            Trade::Swap { from, to, amount } => {
                self.submit(coldkey, &swap_call(hotkey, from, to, amount, limit, partial)).await
            }
        }
    }

    /// Quotes and stakes, with a limit around the quote.
    pub async fn stake_with_limit<S: Signer + ?Sized>(
        &self,
        coldkey: &S,
        hotkey: AccountId,
        netuid: NetUid,
        amount: Tao,
        tolerance: Tolerance,
    ) -> Result<(Quote, Included), ChainError> {
        self.quote_and_trade(coldkey, hotkey, Trade::Stake { netuid, amount }, tolerance).await
    }

    /// Quotes and unstakes, with a limit around the quote.
    pub async fn unstake_with_limit<S: Signer + ?Sized>(
        &self,
        coldkey: &S,
        hotkey: AccountId,
        netuid: NetUid,
        amount: Alpha,
        tolerance: Tolerance,
    ) -> Result<(Quote, Included), ChainError> {
        self.quote_and_trade(coldkey, hotkey, Trade::Unstake { netuid, amount }, tolerance).await
    }

    /// Quotes and moves stake to another subnet, with a limit around the quote.
    pub async fn swap_with_limit<S: Signer + ?Sized>(
        &self,
        coldkey: &S,
        hotkey: AccountId,
        trade: (NetUid, NetUid, Alpha),
        tolerance: Tolerance,
    ) -> Result<(Quote, Included), ChainError> {
        let (from, to, amount) = trade;
        self.quote_and_trade(coldkey, hotkey, Trade::Swap { from, to, amount }, tolerance).await
    }

    async fn quote_and_trade<S: Signer + ?Sized>(
        &self,
        coldkey: &S,
        hotkey: AccountId,
        trade: Trade,
        tolerance: Tolerance,
    ) -> Result<(Quote, Included), ChainError> {
        let quote = self.quote(trade).await?;
        Ok((quote, self.trade(coldkey, hotkey, &quote, tolerance).await?))
    }
}
