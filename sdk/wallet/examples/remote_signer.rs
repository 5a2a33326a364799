//! A key in another process: the signer listens on a Unix socket, the program that needs signatures knows only the
//! public key. Each request is a length (4 bytes, little endian) and the message; each answer is 64 bytes.
//!
//! `cargo run -p myelin-wallet --example remote_signer`

use async_trait::async_trait;
use myelin_wallet::{Crypto, Keypair, PublicKey, Signature, Signer, SignerError};
use std::{io, path::PathBuf};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
};

/// The longest message that the signer takes.
const LIMIT: u32 = 64 * 1024;

/// Asks the process at the other end of a socket.
struct RemoteSigner {
    socket: PathBuf,
    public: PublicKey,
}

impl RemoteSigner {
    async fn ask(&self, message: &[u8]) -> io::Result<Signature> {
        let mut stream = UnixStream::connect(&self.socket).await?;
        let length = u32::try_from(message.len()).map_err(io::Error::other)?;
        stream.write_all(&length.to_le_bytes()).await?;
        stream.write_all(message).await?;
        let mut signature = [0; 64];
        stream.read_exact(&mut signature).await?;
        Ok(Signature(signature))
    }
}

#[async_trait]
impl Signer for RemoteSigner {
    fn public(&self) -> PublicKey {
        self.public
    }

    async fn sign(&self, message: &[u8]) -> Result<Signature, SignerError> {
        let answer = self.ask(message).await.map_err(|error| SignerError::Unreachable(error.to_string()))?;
        // What comes from elsewhere is checked.
        match self.public.verify(message, &answer) {
            true => Ok(answer),
            false => Err(SignerError::Wrong(self.public.ss58())),
        }
    }
}

/// The process that has the key.
async fn serve(listener: UnixListener, key: Keypair) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        // Who stalls or breaks off harms nobody else.
        let key = key.clone();
        tokio::spawn(async move {
            if let Err(error) = answer(stream, &key).await {
                eprintln!("a caller got no signature: {error}");
            }
        });
    }
}

async fn answer(mut stream: UnixStream, key: &Keypair) -> io::Result<()> {
    let length = stream.read_u32_le().await?;
    if length > LIMIT {
        return Err(io::Error::other(format!("{length} bytes asked, at most {LIMIT} are signed")));
    }
    let mut message = vec![0; length as usize];
    stream.read_exact(&mut message).await?;
    stream.write_all(key.sign(&message).as_bytes()).await
}

/// Both ends in one process, for the example.
#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let home = tempfile::tempdir()?;
    let socket = home.path().join("signer");
    let key = Keypair::from_uri("//Alice", Crypto::Sr25519)?;
    let public = key.public();
    let server = tokio::spawn(serve(UnixListener::bind(&socket)?, key));

    // Who uses a signer does not ask where the key is.
    let signer: Box<dyn Signer> = Box::new(RemoteSigner { socket: socket.clone(), public });
    let signature = signer.sign(b"a message").await?;
    assert!(signer.public().verify(b"a message", &signature));
    println!("{} signed elsewhere: {signature:?}", signer.public());

    // A process with another key is found out, and one that ended is told.
    let liar = RemoteSigner { socket, public: Keypair::from_uri("//Bob", Crypto::Sr25519)?.public() };
    assert_eq!(liar.sign(b"a message").await, Err(SignerError::Wrong(liar.public.ss58())));
    server.abort();
    let _ = server.await;
    assert!(matches!(signer.sign(b"a message").await, Err(SignerError::Unreachable(_))));
    Ok(())
}
