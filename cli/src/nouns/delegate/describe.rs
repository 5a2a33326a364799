//! `myelin delegate describe`: who a coldkey is. What is named is changed, the rest stays.

use crate::{
    calls::network,
    nouns::subnet::merged,
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::Args;
use myelin_views::identity::ChainIdentityV2;
use schemars::JsonSchema;
use serde::Serialize;

/// What a coldkey says about itself. What is not given stays as it is; '' makes it empty.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct Describe {
    /// Its name
    #[arg(long)]
    name: Option<String>,
    /// What it is about
    #[arg(long)]
    description: Option<String>,
    /// Home page
    #[arg(long)]
    url: Option<String>,
    /// Where the code is
    #[arg(long)]
    github: Option<String>,
    /// On Discord
    #[arg(long)]
    discord: Option<String>,
    /// Address of a picture
    #[arg(long)]
    image: Option<String>,
}

/// What a coldkey says about itself, as it wrote it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Identity {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Home page.
    pub url: String,
    /// Where the code is.
    pub github: String,
    /// On Discord.
    pub discord: String,
    /// Address of a picture.
    pub image: String,
}

impl From<ChainIdentityV2> for Identity {
    fn from(said: ChainIdentityV2) -> Self {
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            name: words(&said.name),
            description: words(&said.description),
            url: words(&said.url),
            github: words(&said.github_repo),
            discord: words(&said.discord),
            image: words(&said.image),
        }
    }
}

impl Identity {
    /// What was said; nothing of what was not.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("says it is", &self.name),
            ("about", &self.description),
            ("url", &self.url),
            ("github", &self.github),
            ("discord", &self.discord),
            ("image", &self.image),
        ];
        all.into_iter()
            .filter(|(_, said)| !said.is_empty())
            .map(|(name, said)| (name, said.clone()))
            .collect()
    }
}

pub(super) async fn describe(ask: &Describe, context: &Context) -> Result<(), Failure> {
    let coldkey = context.keys().coldkey_address()?;
    let state = context.reads().await?;
    let before = state.identity(coldkey.into()).await?.unwrap_or_default();
    let (arguments, changes) = merged([
        ("name", "name", ask.name.as_ref(), before.name),
        ("url", "url", ask.url.as_ref(), before.url),
        ("github_repo", "github", ask.github.as_ref(), before.github_repo),
        ("image", "image", ask.image.as_ref(), before.image),
        ("discord", "discord", ask.discord.as_ref(), before.discord),
        ("description", "description", ask.description.as_ref(), before.description),
        ("additional", "additional", None, before.additional),
    ]);
    let action = format!("say who {coldkey} is");
    let mut plan = Plan::new(action, By::Coldkey, network("set_identity", arguments));
    plan.effects = changes;
    transact(context, state.chain(), plan.effect("what else was said about it stays")).await
}
