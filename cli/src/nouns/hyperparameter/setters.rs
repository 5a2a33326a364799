//! Which call sets a parameter, and what its value is.

use crate::{
    amount::{Wanted, Written},
    calls::{number, switch, Argument},
    Failure,
};

/// What a parameter's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A whole number of at most so many bits.
    Number(u32),
    Switch,
    Amount,
}

/// A parameter's name in the chain's list, the call that sets it, the name that the value has there, and its form.
pub(super) type Setter = (&'static str, &'static str, &'static str, Form);

#[rustfmt::skip] // A table.
pub(super) const SETTERS: [Setter; 27] = [
    ("rho", "sudo_set_rho", "rho", Form::Number(16)),
    ("kappa", "sudo_set_kappa", "kappa", Form::Number(16)),
    ("immunity_period", "sudo_set_immunity_period", "immunity_period", Form::Number(16)),
    ("min_allowed_weights", "sudo_set_min_allowed_weights", "min_allowed_weights", Form::Number(16)),
    ("tempo", "sudo_set_tempo", "tempo", Form::Number(16)),
    ("weights_version", "sudo_set_weights_version_key", "weights_version_key", Form::Number(64)),
    ("weights_rate_limit", "sudo_set_weights_set_rate_limit", "weights_set_rate_limit", Form::Number(64)),
    ("activity_cutoff", "sudo_set_activity_cutoff", "activity_cutoff", Form::Number(16)),
    ("registration_allowed", "sudo_set_network_registration_allowed", "registration_allowed", Form::Switch),
    ("target_regs_per_interval", "sudo_set_target_registrations_per_interval", "target_registrations_per_interval", Form::Number(16)),
    ("min_burn", "sudo_set_min_burn", "min_burn", Form::Amount),
    ("max_burn", "sudo_set_max_burn", "max_burn", Form::Amount),
    ("bonds_moving_avg", "sudo_set_bonds_moving_average", "bonds_moving_average", Form::Number(64)),
    ("max_regs_per_block", "sudo_set_max_registrations_per_block", "max_registrations_per_block", Form::Number(16)),
    ("serving_rate_limit", "sudo_set_serving_rate_limit", "serving_rate_limit", Form::Number(64)),
    ("max_validators", "sudo_set_max_allowed_validators", "max_allowed_validators", Form::Number(16)),
    ("commit_reveal_period", "sudo_set_commit_reveal_weights_interval", "interval", Form::Number(64)),
    ("commit_reveal_weights_enabled", "sudo_set_commit_reveal_weights_enabled", "enabled", Form::Switch),
    ("liquid_alpha_enabled", "sudo_set_liquid_alpha_enabled", "enabled", Form::Switch),
    ("transfers_enabled", "sudo_set_toggle_transfer", "toggle", Form::Switch),
    ("bonds_reset_enabled", "sudo_set_bonds_reset_enabled", "enabled", Form::Switch),
    ("yuma3_enabled", "sudo_set_yuma3_enabled", "enabled", Form::Switch),
    ("burn_half_life", "sudo_set_burn_half_life", "burn_half_life", Form::Number(16)),
    ("owner_cut_enabled", "sudo_set_owner_cut_enabled", "enabled", Form::Switch),
    ("activity_cutoff_factor", "sudo_set_activity_cutoff_factor", "factor_milli", Form::Number(32)),
    ("bonds_penalty", "sudo_set_bonds_penalty", "bonds_penalty", Form::Number(16)),
    ("max_allowed_uids", "sudo_set_max_allowed_uids", "max_allowed_uids", Form::Number(16)),
];

/// The setter of a parameter.
pub(super) fn setter(name: &str) -> Result<&'static Setter, Failure> {
    SETTERS.iter().find(|(known, ..)| *known == name).ok_or_else(|| {
        let names: Vec<&str> = SETTERS.iter().map(|(name, ..)| *name).collect();
        Failure::Usage(format!("'{name}' cannot be set; what can: {}", names.join(", ")))
    })
}

/// The value as the chain takes it.
pub(super) fn parsed(form: Form, text: &str) -> Result<Argument, Failure> {
    let wrong = |what: String| Failure::Usage(format!("'{text}' is no value for this parameter: say {what}"));
    match form {
        Form::Number(bits) => {
            let most = u64::MAX >> u64::BITS.saturating_sub(bits);
            let value = text.parse::<u64>().ok().filter(|value| *value <= most);
            value.map(number).ok_or_else(|| wrong(format!("a whole number from 0 to {most}")))
        }
        Form::Switch => match text {
            "true" | "yes" | "on" => Ok(switch(true)),
            "false" | "no" | "off" => Ok(switch(false)),
            _ => Err(wrong("true or false".into())),
        },
        Form::Amount => match text.parse::<Written>()?.of_tao()? {
            Wanted::Rao(rao) => Ok(number(rao)),
            Wanted::All => Err(wrong("an amount of TAO".into())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subxt::Metadata;

    #[test]
    fn value_should_be_refused_with_what_is_possible_when_it_is_of_another_kind() {
        let said = |form, text| parsed(form, text).unwrap_err().to_string();
        assert!(said(Form::Number(16), "x").contains("a whole number from 0 to 65535"));
        assert!(said(Form::Number(16), "65536").contains("0 to 65535"));
        assert!(said(Form::Number(64), "18446744073709551616").contains("0 to 18446744073709551615"));
        assert!(said(Form::Switch, "1").contains("true or false"));
        for text in ["x", "1α", "all"] {
            assert!(parsed(Form::Amount, text).is_err(), "{text}");
        }
        assert_eq!(parsed(Form::Number(16), "65535").unwrap(), number(65_535u64));
        assert_eq!(parsed(Form::Amount, "0.5").unwrap(), number(500_000_000u64));
        assert_eq!(parsed(Form::Switch, "on").unwrap(), switch(true));
    }

    #[test]
    fn forms_should_be_those_of_the_metadata() {
        let metadata = Metadata::decode_from(myelin_chain::metadata::embedded()).unwrap();
        let pallet = metadata.pallet_by_name("AdminUtils").unwrap();
        for (name, call, argument, form) in SETTERS {
            let fields = &pallet.call_variant_by_name(call).unwrap().fields;
            let field = fields.iter().find(|field| field.name.as_deref() == Some(argument)).unwrap();
            let primitive = format!("{:?}", metadata.types().resolve(field.ty.id).unwrap().type_def);
            let expected = match form {
                Form::Number(bits) => format!("U{bits}"),
                Form::Switch => "Bool".to_string(),
                // A struct around 64 bits.
                Form::Amount => "Composite".to_string(),
            };
            assert!(primitive.contains(&expected), "{name}: {primitive} is not {expected}");
        }
    }
}
