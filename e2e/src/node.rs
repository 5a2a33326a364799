//! A node process: started, asked, killed, started again.

use jsonrpsee::{
    core::{client::ClientT, params::ArrayParams},
    ws_client::{WsClient, WsClientBuilder},
};
use myelin_chain::Chain;
use serde_json::Value;
use std::{
    fs::File,
    future::Future,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

/// Nodes that this process has started: each has files of its own.
static STARTED: AtomicU32 = AtomicU32::new(0);

/// Why a flow could not go on.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How long anything may take before the test gives up: generous, since the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(180);
/// How often a condition is looked at.
const PAUSE: Duration = Duration::from_millis(200);

/// Waits until the answer is there. An error ends nothing: a node that starts refuses connections at first.
pub async fn eventually<T, F, Fut>(what: &str, mut answer: F) -> Result<T, Failure>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<Option<T>, Failure>>,
{
    let begun = Instant::now();
    let mut last_error = None;
    while begun.elapsed() < PATIENCE {
        match answer().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => {}
            Err(error) => last_error = Some(error),
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(format!("gave up waiting for: {what} (last error: {last_error:?})").into())
}

/// What a node is started with.
#[derive(Clone, Debug)]
pub struct NodeOptions {
    /// `alice`, `bob`, …: whose keys it has.
    pub name: &'static str,
    /// `local`, `fast` or `dev`.
    pub chain: &'static str,
    /// Milliseconds between blocks.
    pub block_time: u64,
    /// How many named accounts make blocks.
    pub authorities: u8,
    /// The node to meet first, as a multiaddress.
    pub bootnode: Option<String>,
    /// What else the command line says.
    pub arguments: Vec<String>,
}

impl Default for NodeOptions {
    /// Alice alone, with blocks four times a second.
    fn default() -> Self {
        Self {
            name: "alice",
            chain: "fast",
            block_time: 250,
            authorities: 1,
            bootnode: None,
            arguments: Vec::new(),
        }
    }
}

/// A running node; it dies with this value, and its files with it.
pub struct Node {
    options: NodeOptions,
    binary: PathBuf,
    data: PathBuf,
    rpc_port: u16,
    p2p_port: u16,
    process: Child,
    starts: u32,
}

impl Node {
    /// Alice's node, with blocks that go on, and our client of it.
    pub async fn with_client() -> Result<(Self, Chain), Failure> {
        let node = Self::start(NodeOptions::default()).await?;
        let chain = Chain::connect(&node.url()).await?;
        let mut heads = chain.heads().await?;
        while heads.next().await?.number < 2 {}
        Ok((node, chain))
    }

    /// Starts a node and waits until it answers.
    pub async fn start(options: NodeOptions) -> Result<Self, Failure> {
        let which = format!("{}-{}", std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed));
        let data = std::env::temp_dir().join(format!("myelin-e2e-{which}-{}", options.name));
        std::fs::create_dir_all(&data)?;
        let (binary, rpc_port, p2p_port) = (node_binary()?, free_port()?, free_port()?);
        let process = spawn(&binary, &options, &data, rpc_port, p2p_port, 1)?;
        let mut node = Self { options, binary, data, rpc_port, p2p_port, process, starts: 1 };
        node.answers().await?;
        Ok(node)
    }

    /// Kills the process at once, as a crash does.
    pub fn kill(&mut self) -> Result<(), Failure> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    /// Stops the process without ending it: the kernel takes connections for it, and nothing answers.
    pub fn freeze(&self) -> Result<(), Failure> {
        self.signal("-STOP")
    }

    /// Lets a frozen process go on.
    pub fn thaw(&self) -> Result<(), Failure> {
        self.signal("-CONT")
    }

    fn signal(&self, name: &str) -> Result<(), Failure> {
        let sent = Command::new("kill").args([name, &self.process.id().to_string()]).status()?;
        sent.success().then_some(()).ok_or_else(|| format!("kill {name}: {sent}").into())
    }

    /// Starts a killed node again, on its old data and ports.
    pub async fn start_again(&mut self) -> Result<(), Failure> {
        self.starts = self.starts.saturating_add(1);
        self.process =
            spawn(&self.binary, &self.options, &self.data, self.rpc_port, self.p2p_port, self.starts)?;
        self.answers().await
    }

    /// The same, with other words on its command line.
    pub async fn start_again_with(&mut self, arguments: Vec<String>) -> Result<(), Failure> {
        self.options.arguments = arguments;
        self.start_again().await
    }

    /// The address of RPC.
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.rpc_port)
    }

    /// Where its files are; they go with it.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Whose keys it has.
    pub fn name(&self) -> &'static str {
        self.options.name
    }

    /// Where other nodes find this one.
    pub async fn multiaddress(&self) -> Result<String, Failure> {
        let peer = self.ask("system_localPeerId", []).await?;
        let peer = peer.as_str().ok_or("the peer id is no text")?;
        Ok(format!("/ip4/127.0.0.1/tcp/{}/p2p/{peer}", self.p2p_port))
    }

    /// The number of the finalized head.
    pub async fn finalized(&self) -> Result<u64, Failure> {
        let head = self.ask("chain_getFinalizedHead", []).await?;
        number(&self.ask("chain_getHeader", [head]).await?)
    }

    /// The number of the best block.
    pub async fn best(&self) -> Result<u64, Failure> {
        number(&self.ask("chain_getHeader", []).await?)
    }

    /// Hash and state root of a block.
    pub async fn block(&self, number: u64) -> Result<(Value, Value), Failure> {
        let hash = self.ask("chain_getBlockHash", [number.into()]).await?;
        if hash.is_null() {
            return Err(format!("{} has no block {number}", self.name()).into());
        }
        let header = self.ask("chain_getHeader", [hash.clone()]).await?;
        let root = header.get("stateRoot").cloned().ok_or("the header has no state root")?;
        Ok((hash, root))
    }

    /// Asks by RPC.
    pub async fn ask<const N: usize>(&self, method: &str, params: [Value; N]) -> Result<Value, Failure> {
        let client: WsClient = WsClientBuilder::default().build(self.url()).await?;
        let mut array = ArrayParams::new();
        for param in params {
            array.insert(param)?;
        }
        Ok(client.request(method, array).await?)
    }

    async fn answers(&mut self) -> Result<(), Failure> {
        let begun = Instant::now();
        loop {
            if self.ask("system_chain", []).await.is_ok() {
                return Ok(());
            }
            if let Some(status) = self.process.try_wait()? {
                return Err(
                    format!("{} ended with {status}: see {}", self.name(), self.data.display()).into()
                );
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("{} does not answer", self.name()).into());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // A process that is gone already needs no killing; files that stay are in the temporary directory.
        let _ = self.kill();
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.data);
        }
    }
}

fn number(header: &Value) -> Result<u64, Failure> {
    let text = header.get("number").and_then(Value::as_str).ok_or("the header has no number")?;
    Ok(u64::from_str_radix(text.trim_start_matches("0x"), 16)?)
}

/// The built node: `MYELIN_NODE`, or the one in the target directory of this test.
/// The built node: `MYELIN_NODE`, or the one in the target directory of this test.
pub fn node_binary() -> Result<PathBuf, Failure> {
    crate::cli::binary_of("myelin-node", "MYELIN_NODE")
}

/// A port on which nobody listens now.
pub fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn spawn(
    binary: &Path,
    options: &NodeOptions,
    data: &Path,
    rpc_port: u16,
    p2p_port: u16,
    start: u32,
) -> Result<Child, Failure> {
    let log = File::create(data.join(format!("node-{start}.log")))?;
    let mut command = Command::new(binary);
    command
        .arg(format!("--{}", options.name))
        .args(["--chain", options.chain])
        .arg("--base-path")
        .arg(data)
        .args(["--block-time", &options.block_time.to_string()])
        .args(["--authorities", &options.authorities.to_string()])
        .args(["--rpc-port", &rpc_port.to_string()])
        .args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{p2p_port}")])
        .args(["--no-mdns", "--no-prometheus", "--no-telemetry", "--unsafe-force-node-key-generation"]);
    if let Some(bootnode) = &options.bootnode {
        command.args(["--bootnodes", bootnode]);
    }
    command.args(&options.arguments);
    Ok(command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?)
}
