//! Calls that make another one: of a proxy, of the sudo key. They succeed even if the one inside them fails.

use super::Plan;
use crate::{
    calls::{address, call, maybe, Call},
    explain::explain,
    nouns::proxy::announced,
    Context, Failure,
};
use myelin_chain::{AccountId, Chain, ChainError, Included};
use myelin_wallet::PublicKey;

/// What to do about a call that is not for this type of proxy.
const BY_TYPE: &str =
    "See `myelin proxy list ADDRESS` for its type and `myelin proxy types` for what each may do; \
                       the coldkey adds one of another type with `myelin proxy add`.";

/// The call inside one that makes it for another coldkey, and its hash, if it is to be made so.
pub(super) async fn proxied(
    context: &Context,
    chain: &Chain,
    plan: Plan,
) -> Result<(Plan, Option<String>), Failure> {
    let keys = context.keys();
    let (delegate, real) = match context.global.proxy_for {
        Some(_) => (keys.own_coldkey_address()?, keys.coldkey_address()?),
        None => return Ok((plan, None)),
    };
    let hash = sp_crypto_hashing::blake2_256(&chain.encoded_call(&plan.call).await?);
    let standing = standing(chain, &delegate, &real, hash).await?;
    let [real_argument, kind] = [("real", address(&real)), ("force_proxy_type", maybe(None))];
    let inside = ("call", plan.call.into_value());
    let call = match context.global.announced {
        false => call("Proxy", "proxy", [real_argument, kind, inside]),
        true => {
            let delegate = ("delegate", address(&delegate));
            call("Proxy", "proxy_announced", [delegate, real_argument, kind, inside])
        }
    };
    let plan = Plan { call, ..plan }
        .effect(format!("{delegate} does it for {real}, as its proxy, and pays the fee"));
    Ok((standing.judged(plan, context.global.announced), Some(shown(&hash))))
}

fn shown(hash: &[u8; 32]) -> String {
    format!("0x{}", hex::encode(hash))
}

/// How a proxy stands to a call that it would make.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Standing {
    delegate: String,
    real: String,
    hash: String,
    /// How many blocks before a call it has to announce it; none where it is no proxy.
    delay: Option<u32>,
    /// The block in which it has announced the call.
    announced_in: Option<u32>,
    /// The block that is next.
    next: u64,
}

async fn standing(
    chain: &Chain,
    delegate: &PublicKey,
    real: &PublicKey,
    hash: [u8; 32],
) -> Result<Standing, ChainError> {
    let state = chain.at_head().await?;
    let (id, of) = (AccountId::from(delegate), AccountId::from(real));
    let (proxies, announced, now) =
        tokio::try_join!(state.proxies(of), announced(&state, id), state.number())?;
    // The chain takes the first where an account is a proxy in several ways.
    let proxy = proxies.iter().find(|it| it.delegate == id);
    Ok(Standing {
        delegate: delegate.ss58(),
        real: real.ss58(),
        hash: shown(&hash),
        delay: proxy.map(|it| it.delay),
        announced_in: announced.0.iter().find(|it| it.real == of && it.hash == hash).map(|it| it.block),
        next: now.saturating_add(1),
    })
}

impl Standing {
    /// The plan, with what stands against it.
    fn judged(&self, plan: Plan, said_announced: bool) -> Plan {
        let Self { delegate, real, hash, next, .. } = self;
        let Some(delay) = self.delay else {
            return plan.unless(Some(format!(
                "NotProxy: {delegate} is no proxy of {real} (`myelin proxy list {real}`); {real} adds it with `myelin \
                 proxy add`"
            )));
        };
        let from = self.announced_in.map(|block| u64::from(block).saturating_add(delay.into()));
        let premature = match (said_announced, from) {
            (false, _) if delay == 0 => None,
            (_, None) => {
                // A limit around the quote moves with the price, and the hash with it.
                let limit = match plan.quote {
                    Some(_) => " (with a --limit of your own, which keeps its hash the same)",
                    None => "",
                };
                Some(format!(
                    "Unannounced: this proxy announces a call {delay} blocks before it makes it: `myelin proxy \
                     announce {real} {hash}`, and then the same command with --announced{limit}"
                ))
            }
            (_, Some(from)) if from > *next => Some(format!(
                "Unannounced: it is announced, and its delay of {delay} blocks is over with block {from}: make it then, \
                 with --announced"
            )),
            (false, Some(_)) => {
                Some("Unannounced: it is announced, and its delay is over: say --announced".into())
            }
            (true, Some(_)) => None,
        };
        Plan { premature, ..plan }
    }
}

/// Does the call make another one, and succeed even if that one fails?
pub(super) fn has_another_inside(call: &Call) -> bool {
    match call.pallet_name() {
        "Sudo" => true,
        "Proxy" => matches!(call.call_name(), "proxy" | "proxy_announced"),
        _ => false,
    }
}

/// Did the call inside, if there is one, succeed? The event tells.
pub(super) fn succeeded(included: &Included) -> Result<(), Failure> {
    let tells =
        |event: &&myelin_chain::Event| event.is("Sudo", "Sudid") || event.is("Proxy", "ProxyExecuted");
    let Some(event) = included.events.iter().find(tells) else { return Ok(()) };
    result(event.is("Proxy", "ProxyExecuted"), &event.fields)
}

/// What an event tells of the call inside.
fn result(of_proxy: bool, fields: &[u8]) -> Result<(), Failure> {
    match fields {
        // A module's error: its pallet, its number.
        [1, 3, pallet, error, ..] => {
            Err(Failure::Inside(match explain(&format!("{pallet}:{error}"))?.first() {
                Some(it) if of_proxy && it.name == "System.CallFiltered" => {
                    format!("{}: the proxy's type does not allow this call\n{BY_TYPE}", it.name)
                }
                Some(it) => format!("{}: {}\n{}", it.name, it.meaning, it.advice),
                None => format!("error {error} of pallet {pallet}"),
            }))
        }
        [1, ..] => Err(Failure::Inside(
            "the runtime refused it: is the key the sudo key, or the proxy of a kind that may do it?".into(),
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{calls::network, transact::By};

    fn judged(delay: Option<u32>, announced_in: Option<u32>, said: bool) -> Plan {
        let word = |text: &str| text.to_string();
        let (delegate, real, hash) = (word("Dave"), word("Ann"), word("0x11"));
        let standing = Standing { delegate, real, hash, delay, announced_in, next: 20 };
        standing.judged(Plan::new("try", By::Coldkey, network("start_call", [])), said)
    }

    #[test]
    fn proxy_should_be_told_what_comes_first_when_it_has_a_delay() {
        let premature = |delay, announced_in, said| judged(Some(delay), announced_in, said).premature;
        assert_eq!(premature(0, None, false), None);
        let said = premature(5, None, false).unwrap();
        assert!(said.contains("`myelin proxy announce Ann 0x11`") && said.contains("5 blocks"), "{said}");
        assert_eq!(premature(5, None, true), Some(said));
        assert!(premature(5, Some(16), true).unwrap().contains("is over with block 21"));
        assert!(premature(5, Some(15), false).unwrap().contains("say --announced"));
        assert_eq!(premature(5, Some(15), true), None);
    }

    #[test]
    fn type_of_the_proxy_should_be_named_when_it_does_not_allow_the_call() {
        let filtered = myelin_chain::known_errors().unwrap();
        let filtered = filtered.iter().find(|it| it.pallet == "System" && it.name == "CallFiltered").unwrap();
        let fields = [1, 3, filtered.pallet_index, filtered.index, 0, 0, 0];
        let said = result(true, &fields).unwrap_err().to_string();
        assert!(said.contains("the proxy's type does not allow") && !said.contains("nobody"), "{said}");
        let said = result(false, &fields).unwrap_err().to_string();
        assert!(said.contains("allows nobody to make it"), "{said}");
        assert!(result(true, &[0]).is_ok());
    }

    #[test]
    fn stranger_should_be_refused_when_it_is_no_proxy() {
        let said = judged(None, None, false).hopeless.unwrap();
        assert!(said.contains("NotProxy: Dave is no proxy of Ann"), "{said}");
    }
}
