//! A validator: it reads the commitments, fetches what it does not have, judges all on fresh text, and weighs by the
//! rules.

mod ask;
mod report;
mod shelf;

pub use report::Report;
pub use shelf::Shelf;

use crate::{
    commitment::ModuleHash,
    corpus::{Corpus, CorpusError, Passage},
    one_line,
    rules::{Rules, Unseen, WHOLE},
    sandbox::{Limits, Sandbox, SandboxError},
    standings::{judge, Book, Case, Claim, Judgement},
};
use myelin_chain::{commitments::Field, ChainError};
use myelin_dendrite::Dendrite;
use myelin_neuron::{Answered, NeuronError, Peer, Round, Validator};
use myelin_units::NetUid;
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::PathBuf,
    sync::Arc,
};

const NO_ADDRESS: &str = "has announced no address";
/// Characters that are told of why a miner showed nothing.
const REASON: usize = 200;

/// How a judge judges.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The text.
    pub corpus: Arc<Corpus>,
    /// Passages of a round.
    pub passages: usize,
    /// What modules may use. All validators of a subnet should have the same.
    pub limits: Limits,
    /// Who is paid. All validators of a subnet should have the same.
    pub rules: Rules,
    /// Where fetched modules are kept.
    pub shelf: PathBuf,
}

impl Settings {
    /// The usual: eight passages a round.
    pub fn new(corpus: Arc<Corpus>, shelf: impl Into<PathBuf>) -> Self {
        let (limits, rules) = (Limits::default(), Rules::default());
        Self { corpus, passages: 8, limits, rules, shelf: shelf.into() }
    }
}

/// Why there is no judge.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// No sandbox.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// No folder for modules.
    #[error("the folder for modules: {0}")]
    Shelf(#[from] io::Error),
}

/// A validator of this subnet.
pub struct Judge {
    settings: Arc<Settings>,
    sandbox: Sandbox,
    shelf: Shelf,
    book: Option<Book>,
    /// Who has committed what in this round; nothing when the chain did not say.
    committed: Option<Vec<Committed>>,
    /// Asks in the name of this hotkey, and takes no answer that is larger than ours are.
    dendrite: Option<([u8; 32], Dendrite)>,
    tell: Arc<dyn Fn(&Report) + Send + Sync>,
}

/// A commitment on chain.
#[derive(Clone, Copy, Debug)]
struct Committed {
    peer: Peer,
    hash: [u8; 32],
    block: u64,
}

/// What a miner is asked.
#[derive(Clone, Debug)]
pub struct Task {
    committed: [u8; 32],
    /// The module and its size, where it was fetched before: then one piece shows that it is still served.
    known: Option<(ModuleHash, u64)>,
}

/// What it showed.
#[derive(Clone, Debug)]
pub enum Shown {
    /// All of a module that was not known; it is on the shelf.
    Whole(ModuleHash),
    /// A piece of one that was.
    Piece,
}

impl Judge {
    /// A judge that tells what each round brought.
    pub fn new(
        settings: Settings,
        tell: impl Fn(&Report) + Send + Sync + 'static,
    ) -> Result<Self, JudgeError> {
        let (sandbox, shelf) = (Sandbox::new(settings.limits.clone())?, Shelf::open(&settings.shelf)?);
        let settings = Arc::new(settings);
        Ok(Self {
            settings,
            sandbox,
            shelf,
            book: None,
            committed: None,
            dendrite: None,
            tell: Arc::new(tell),
        })
    }

    /// The commitments of this round's block that name a module.
    async fn read_commitments(&self, round: &Round) -> Result<Vec<Committed>, ChainError> {
        let view = &round.present.view;
        let netuid = NetUid::new(round.neuron.config().netuid);
        let found = round.neuron.chain().at_block(&view.head).commitments(netuid).await?;
        let of = |hotkey: [u8; 32]| view.find(&hotkey).filter(|peer| peer.uid != round.present.seat.uid);
        let committed = found.into_iter().filter_map(|(hotkey, commitment)| {
            let [Field::Sha256(hash)] = commitment.fields.as_slice() else { return None };
            Some(Committed { peer: of(hotkey.0)?, hash: *hash, block: commitment.block.into() })
        });
        Ok(committed.collect())
    }

    fn task(&self, committed: &Committed) -> Task {
        let known = self.shelf.find(&committed.peer.hotkey, &committed.hash);
        let known = known.and_then(|name| Some((name, self.shelf.read(&name)?.len() as u64)));
        Task { committed: committed.hash, known }
    }

    /// Asks in the name of the hotkey that is ours now.
    fn dendrite(&mut self, round: &Round) -> Result<(), NeuronError> {
        let hotkey = round.present.seat.hotkey;
        if self.dendrite.as_ref().is_none_or(|(of, _)| *of != hotkey) {
            let builder = Dendrite::builder(Arc::clone(&round.present.signer)).reach(round.neuron.reach());
            let dendrite = builder.response_limit(ask::ANSWER_BYTES).build().map_err(NeuronError::own)?;
            self.dendrite = Some((hotkey, dendrite));
        }
        Ok(())
    }

    /// Puts new modules on the shelf, and removes those that nobody claims any more. Gives who showed nothing, and why.
    fn keep(&mut self, committed: &[Committed], shown: Vec<Answered<Task, Shown>>) -> BTreeMap<u16, String> {
        let mut failed = BTreeMap::new();
        for one in shown {
            let kept = match one.answer {
                Ok(Shown::Whole(name)) => {
                    self.shelf.add(name);
                    Ok(())
                }
                Ok(Shown::Piece) => Ok(()),
                // A miner's words are in it.
                Err(reason) => Err(one_line(&reason, REASON)),
            };
            failed.extend(kept.err().map(|why| (one.peer.uid, why)));
        }
        for one in committed.iter().filter(|one| one.peer.address.is_none()) {
            failed.insert(one.peer.uid, NO_ADDRESS.into());
        }
        let claimed = committed.iter().filter_map(|one| self.shelf.find(&one.peer.hotkey, &one.hash));
        let claimed: BTreeSet<ModuleHash> = claimed.collect();
        self.shelf.keep_only(&claimed);
        failed
    }

    /// Fresh passages. When all text was shown it begins again: then models may have been trained on it by those whom
    /// somebody told, but a subnet without text judges nobody.
    fn draw(&self, book: &mut Book) -> Result<Vec<Passage>, CorpusError> {
        let (corpus, count, secret) = (&self.settings.corpus, self.settings.passages, book.secret());
        match corpus.draw(&secret, &mut book.shown, count) {
            Err(error @ CorpusError::Spent { .. }) if !book.shown.is_empty() => {
                tracing::warn!(%error, "all text was shown: beginning again");
                book.shown.clear();
                corpus.draw(&secret, &mut book.shown, count)
            }
            drawn => drawn,
        }
    }

    /// Judges in a thread of its own: models run for seconds.
    async fn judge(
        &mut self,
        round: &Round,
        claims: Vec<Claim>,
        unseen: Vec<Unseen>,
    ) -> Result<Judgement, NeuronError> {
        let now = round.present.view.head.number;
        let mut book = match self.book.take() {
            Some(book) => book,
            None => Book::new(now, secret()?),
        };
        // Text is not shown to nobody.
        let drawn = if claims.is_empty() { Ok(Vec::new()) } else { self.draw(&mut book) };
        let (settings, sandbox, shelf) =
            (Arc::clone(&self.settings), self.sandbox.clone(), self.shelf.clone());
        // Kept, in case the round is broken off.
        self.book = Some(book.clone());
        let passages = drawn.map_err(NeuronError::own)?;
        let judged = tokio::task::spawn_blocking(move || {
            let read = |name: &ModuleHash| shelf.read(name);
            let case = Case { claims: &claims, unseen: &unseen, passages: &passages, now };
            let judgement = judge(&mut book, &sandbox, &settings.rules, case, read);
            (book, judgement)
        });
        let (book, judgement) = judged.await.map_err(|error| NeuronError::Task(error.to_string()))?;
        self.book = Some(book);
        Ok(judgement)
    }
}

impl Validator for Judge {
    type Task = Task;
    type Answer = Shown;

    async fn choose(&mut self, round: &Round) -> Result<Vec<(Peer, Task)>, NeuronError> {
        self.dendrite(round)?;
        self.committed = match self.read_commitments(round).await {
            Ok(committed) => Some(committed),
            Err(error) => {
                tracing::warn!(%error, "the commitments cannot be read: nobody is judged in this round");
                None
            }
        };
        let committed = self.committed.iter().flatten();
        let serving = committed.filter(|one| one.peer.address.is_some());
        Ok(serving.map(|one| (one.peer, self.task(one))).collect())
    }

    async fn ask(&self, round: &Round, peer: &Peer, task: &Task) -> Result<Shown, String> {
        let dendrite = self.dendrite.as_ref().map_or(&round.dendrite, |(_, dendrite)| dendrite);
        let target = peer.target().ok_or(NO_ADDRESS)?;
        if let Some((name, size)) = task.known {
            // From a place that the miner cannot foresee.
            let offset = chance()?.checked_rem(size).unwrap_or(0);
            let shown = ask::piece(dendrite, &target, offset).await?;
            return match self.shelf.piece(&name, size, offset).is_some_and(|ours| ours == shown) {
                true => Ok(Shown::Piece),
                false => Err("shows other bytes than those of its module".into()),
            };
        }
        let miner = ask::Miner { target, hotkey: peer.hotkey, committed: task.committed };
        let limit = self.settings.limits.module_bytes;
        let (name, bytes) = ask::whole(dendrite, &miner, limit, ask::WHOLE_MODULE).await?;
        // Written at once: the modules of a whole subnet are more than a round should hold in memory.
        self.shelf.write(&name, &bytes).map_err(|error| format!("our own disk: {error}"))?;
        Ok(Shown::Whole(name))
    }

    async fn score(
        &mut self,
        round: &Round,
        answers: Vec<Answered<Task, Shown>>,
    ) -> Result<Vec<(u16, f64)>, NeuronError> {
        let Some(committed) = self.committed.take() else { return Ok(Vec::new()) };
        let unserved = self.keep(&committed, answers);
        let (mut claims, mut unseen) = (Vec::new(), Vec::new());
        for one in &committed {
            let (uid, committed) = (one.peer.uid, one.block);
            match self.shelf.find(&one.peer.hotkey, &one.hash) {
                Some(module) => {
                    claims.push(Claim { uid, module, committed, served: !unserved.contains_key(&uid) })
                }
                None => unseen.push(Unseen { committed, uid }),
            }
        }
        let judgement = self.judge(round, claims, unseen).await?;
        let number = self.book.as_ref().map_or(0, Book::round);
        let report = Report { block: round.present.view.head.number, round: number, judgement, unserved };
        (self.tell)(&report);
        let others = round.present.view.peers().filter(|peer| peer.uid != round.present.seat.uid);
        Ok(others.map(|peer| (peer.uid, report.share(peer.uid) as f64 / WHOLE as f64)).collect())
    }

    fn save(&self) -> Vec<u8> {
        self.book.as_ref().and_then(|book| book.to_bytes().ok()).unwrap_or_default()
    }

    fn load(&mut self, saved: &[u8]) -> Result<(), NeuronError> {
        if !saved.is_empty() {
            self.book = Some(Book::from_bytes(saved).map_err(NeuronError::own)?);
        }
        Ok(())
    }
}

fn chance() -> Result<u64, String> {
    let mut chance = [0; 8];
    getrandom::fill(&mut chance).map_err(|error| error.to_string())?;
    Ok(u64::from_le_bytes(chance))
}

fn secret() -> Result<[u8; 32], NeuronError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(NeuronError::own)?;
    Ok(secret)
}
