//! Calls that are tried on the present state before they are sent: what would fail costs no fee.

use super::{inside::has_another_inside, By, Outcome, Plan};
use crate::{calls::Call, failure::Code, keys::Keys, Context, Failure};
use myelin_chain::{Chain, ChainError};
use myelin_wallet::Keypair;

/// Refuses a call that would fail now. Where nodes do not try calls, the block tells.
pub(super) async fn succeeds(chain: &Chain, key: &Keypair, call: &Call) -> Result<(), Failure> {
    match chain.dry_run(key, call).await {
        Err(error @ (ChainError::Refused(_) | ChainError::WouldFail(_))) => {
            Err(Failure::Refused(format!("nothing was sent: {}", Failure::from(error))))
        }
        _ => Ok(()),
    }
}

/// Runs the call on the present state and forgets it, where nobody has to be asked for the key.
pub(super) async fn out(
    context: &Context,
    chain: &Chain,
    plan: &Plan,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    if let Some(why) = &plan.hopeless {
        outcome.would_succeed = Some(false);
        outcome.failure = Some(why.clone());
        return Ok(());
    }
    if let Some(why) = &plan.premature {
        outcome.failure = Some(why.clone());
        return Ok(());
    }
    let key = match unlock_unasked(context, plan.by).await {
        Ok(key) => key,
        Err(why) => {
            let why = match why.code() {
                Code::Password => {
                    "the key is encrypted: say --password-file FILE, or set BT_WALLET_PASSWORD".into()
                }
                _ => why.to_string(),
            };
            outcome.failure = Some(format!("it was not tried: {why}"));
            return Ok(());
        }
    };
    match chain.dry_run(&key, &plan.call).await {
        Ok(_) if has_another_inside(&plan.call) => {
            let why = "it would be made; whether the call inside succeeds cannot be tried beforehand";
            outcome.failure = Some(why.into());
        }
        Ok(_) => outcome.would_succeed = Some(true),
        Err(error @ (ChainError::Refused(_) | ChainError::WouldFail(_))) => {
            outcome.would_succeed = Some(false);
            outcome.failure = Some(Failure::from(error).to_string());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// The key, if it is a development key, its file is plain, or its password was given beforehand.
pub(super) async fn unlock_unasked(context: &Context, by: By) -> Result<Keypair, Failure> {
    opened(context, move |keys| match by {
        By::Coldkey => keys.coldkey_unasked(),
        By::Hotkey => keys.hotkey_unasked(),
    })
    .await
}

/// The key; the person is asked for its password where it was not given.
pub(super) async fn unlock(context: &Context, by: By) -> Result<Keypair, Failure> {
    opened(context, move |keys| match by {
        By::Coldkey => keys.coldkey(),
        By::Hotkey => keys.hotkey(),
    })
    .await
}

/// Unlocking takes a second and half a GiB, beside what waits for the chain.
async fn opened(
    context: &Context,
    open: impl FnOnce(Keys<'_>) -> Result<Keypair, Failure> + Send + 'static,
) -> Result<Keypair, Failure> {
    let global = context.global.clone();
    let opened = tokio::task::spawn_blocking(move || open(Keys(&global))).await;
    opened.map_err(|error| Failure::Unexpected(error.to_string()))?
}
