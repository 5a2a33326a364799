//! Whole rounds with real modules: honest ones, and those of people who try.

use super::*;
use crate::{
    corpus::Corpus,
    models,
    rules::{Verdict, WHOLE},
    sandbox::Limits,
};
use std::{collections::BTreeSet, path::Path};

/// A few miners, their modules, and a validator.
struct Subnet {
    sandbox: Sandbox,
    book: Book,
    corpus: Corpus,
    claims: Vec<Claim>,
    unseen: Vec<Unseen>,
    modules: BTreeMap<ModuleHash, Vec<u8>>,
    now: u64,
}

impl Subnet {
    fn new() -> Self {
        let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        Self {
            sandbox: Sandbox::new(Limits::default()).unwrap(),
            book: Book::new(0, [3; 32]),
            corpus: Corpus::open(&[documents]).unwrap(),
            claims: Vec::new(),
            unseen: Vec::new(),
            modules: BTreeMap::new(),
            now: 100,
        }
    }

    /// The next uid commits a module, ten blocks after the one before.
    fn commit(&mut self, module: &[u8]) -> u16 {
        let uid = self.claims.len() as u16;
        let hash = ModuleHash::of(module);
        self.modules.insert(hash, module.to_vec());
        self.now += 10;
        self.claims.push(Claim { uid, module: hash, committed: self.now, served: true });
        uid
    }

    fn draw(&mut self, count: usize) -> Vec<Passage> {
        self.corpus.draw(&self.book.secret(), &mut self.book.shown, count).unwrap()
    }

    fn judge_on(&mut self, passages: &[Passage]) -> Judgement {
        self.now += 10;
        let modules = &self.modules;
        let module = |hash: &ModuleHash| modules.get(hash).cloned();
        let case = Case { claims: &self.claims, unseen: &self.unseen, passages, now: self.now };
        judge(&mut self.book, &self.sandbox, &Rules::default(), case, module)
    }

    fn judge(&mut self) -> Judgement {
        let passages = self.draw(4);
        self.judge_on(&passages)
    }
}

impl Judgement {
    fn share(&self, uid: u16) -> u64 {
        self.standings.iter().find(|standing| standing.uid == uid).map_or(0, |standing| standing.share)
    }

    fn verdict(&self, uid: u16) -> Option<Verdict> {
        self.standings.iter().find(|standing| standing.uid == uid).map(|standing| standing.verdict)
    }
}

fn built_in(name: &str) -> &'static [u8] {
    models::built_in(name).unwrap()
}

/// A PPM model of the same structure, its text to begin with changed a little.
fn primed(text: &[u8]) -> Vec<u8> {
    models::primed(built_in("ppm"), text).unwrap()
}

/// Text of this project that is not in the corpus.
const APART: &[u8] =
    concat!(include_str!("../../../../ARCHITECTURE.md"), include_str!("../../../../README.md")).as_bytes();

#[test]
fn best_model_should_lead_when_each_is_better_than_the_one_before() {
    let mut subnet = Subnet::new();
    let (order0, order2, ppm) = (
        subnet.commit(built_in("order0")),
        subnet.commit(built_in("order2")),
        subnet.commit(built_in("ppm")),
    );
    let found = subnet.judge();
    assert!(matches!(found.verdict(ppm), Some(Verdict::Record { than: Some(than), .. }) if than == order2));
    assert!(found.share(ppm) > found.share(order2) && found.share(order2) > found.share(order0));
    assert_eq!(found.share(ppm) + found.share(order2) + found.share(order0), WHOLE);
}

#[test]
fn worse_model_should_earn_nothing_when_it_comes_after_a_better_one() {
    let mut subnet = Subnet::new();
    let (ppm, order0) = (subnet.commit(built_in("ppm")), subnet.commit(built_in("order0")));
    let found = subnet.judge();
    assert_eq!((found.share(ppm), found.share(order0)), (WHOLE, 0));
}

#[test]
fn copier_should_earn_nothing_when_it_copies_the_bytes() {
    let mut subnet = Subnet::new();
    let (ppm, copier) = (subnet.commit(built_in("ppm")), subnet.commit(built_in("ppm")));
    let found = subnet.judge();
    assert_eq!(found.verdict(copier), Some(Verdict::SameModule { of: ppm }));
    assert_eq!((found.share(ppm), found.share(copier)), (WHOLE, 0));
}

#[test]
fn copier_should_earn_nothing_when_it_adds_noise() {
    let mut subnet = Subnet::new();
    let text = subnet.corpus.text(24 * 1024);
    // Another hash, and slightly other answers: some bytes of what it read before are others.
    let noisy = |every: usize| {
        let mut noisy = text.clone();
        noisy.iter_mut().step_by(every).for_each(|byte| *byte ^= 1);
        primed(&noisy)
    };
    let original = subnet.commit(&primed(&text));
    let (copier, louder) = (subnet.commit(&noisy(997)), subnet.commit(&noisy(97)));
    // A byte of padding that does nothing.
    let mut padded = primed(&text);
    padded.extend([0, 2, 1, b'x']);
    let padder = subnet.commit(&padded);
    let found = subnet.judge();
    for uid in [copier, padder] {
        let verdict = found.verdict(uid);
        assert!(matches!(verdict, Some(Verdict::SameBehaviour { of, .. }) if of == original), "{verdict:?}");
        assert_eq!(found.share(uid), 0);
    }
    // With more noise it may be no copy any more, but a worse model.
    assert_eq!((found.share(original), found.share(louder)), (WHOLE, 0));
}

#[test]
fn model_should_gain_nothing_when_it_has_learnt_old_passages_by_heart() {
    let mut subnet = Subnet::new();
    let old = subnet.draw(4);
    let by_heart: Vec<u8> = old.iter().flat_map(|passage| passage.text.clone()).collect();
    let other = subnet.draw(16);
    let other = other.iter().map(|passage| passage.text.as_slice());
    let honest: Vec<u8> = std::iter::once(APART).chain(other).flatten().copied().collect();
    let (honest, cheat) = (subnet.commit(&primed(&honest)), subnet.commit(&primed(&by_heart)));
    // On what it has learnt it would win by far.
    let on_old = subnet.judge_on(&old);
    assert!(on_old.share(cheat) > on_old.share(honest), "{on_old:?}");
    // But nobody is asked about old passages.
    let shown = std::mem::take(&mut subnet.book.shown);
    subnet.book = Book::new(0, [3; 32]);
    subnet.book.shown = shown;
    let found = subnet.judge();
    assert_eq!((found.share(honest), found.share(cheat)), (WHOLE, 0), "{found:?}");
}

#[test]
fn copy_should_not_be_paid_when_a_validator_begins_while_the_original_is_away() {
    let mut subnet = Subnet::new();
    let text = subnet.corpus.text(24 * 1024);
    let order0 = subnet.commit(built_in("order0"));
    let original = subnet.commit(&primed(&text));
    let mut noisy = text.clone();
    noisy.iter_mut().step_by(997).for_each(|byte| *byte ^= 1);
    let copier = subnet.commit(&primed(&noisy));
    // This validator begins now, and the original cannot be reached: what it is nobody can know.
    subnet.book = Book::new(subnet.now, [3; 32]);
    let away = subnet.claims.remove(usize::from(original));
    subnet.unseen = vec![Unseen { committed: away.committed, uid: original }];
    let found = subnet.judge();
    assert!(matches!(found.verdict(copier), Some(Verdict::Record { than: Some(0), .. })), "{found:?}");
    assert_eq!((found.share(order0), found.share(copier)), (WHOLE, 0), "the older record has all");
    // It comes back, and then is away again: it stays the original.
    subnet.unseen.clear();
    subnet.claims.insert(usize::from(original), away);
    for served in [true, false] {
        subnet.claims[usize::from(original)].served = served;
        let found = subnet.judge();
        assert!(matches!(found.verdict(copier), Some(Verdict::SameBehaviour { of, .. }) if of == original));
        assert_eq!((found.share(copier), found.share(original) > 0), (0, served));
    }
}

#[test]
fn copy_should_not_be_paid_when_a_validator_comes_back_that_was_away_when_the_original_was_committed() {
    let rules = Rules::default();
    let mut subnet = Subnet::new();
    let order0 = subnet.commit(built_in("order0"));
    subnet.judge();
    // Serves all the time, and is seen by all who are there.
    let original = subnet.commit(&primed(APART));
    subnet.now += 2 * rules.grace;
    let noisy: Vec<u8> = APART.iter().enumerate().map(|(at, byte)| byte ^ u8::from(at % 997 == 0)).collect();
    let copier = subnet.commit(&primed(&noisy));
    for _ in 0..2 {
        let found = subnet.judge();
        assert!(matches!(found.verdict(copier), Some(Verdict::SameBehaviour { of, .. }) if of == original));
        assert!(found.share(original) > found.share(order0) && found.share(copier) == 0, "{found:?}");
    }
}

#[test]
fn model_that_was_kept_back_should_stay_behind_when_a_validator_was_away() {
    let rules = Rules::default();
    let mut subnet = Subnet::new();
    let early = subnet.now;
    let finder = subnet.commit(built_in("ppm"));
    subnet.judge();
    // Somebody committed the same before, and shows it only now, to a validator that was there all the time.
    subnet.now += rules.grace;
    let mut same = built_in("ppm").to_vec();
    same.extend([0, 2, 1, b'x']);
    let late = subnet.commit(&same);
    subnet.claims[usize::from(late)].committed = early;
    subnet.book.wake(subnet.now, u64::MAX);
    for absence in [0, rules.absence + 1, rules.absence + 1] {
        subnet.now += absence;
        let found = subnet.judge();
        assert_eq!(found.share(finder), WHOLE, "{absence}: {found:?}");
    }
}

#[test]
fn module_should_be_tried_ever_more_seldom_when_it_takes_too_much_time() {
    let endless = wat::parse_str(
        "(module (memory (export \"memory\") 1) (func (export \"reset\") (loop (br 0)))
           (func (export \"feed\") (param i32)) (func (export \"distribution\") (result i32) (i32.const 0)))",
    );
    let mut subnet = Subnet::new();
    let limits =
        Limits { time: std::time::Duration::from_millis(1), fuel_reset: u64::MAX, ..Limits::default() };
    subnet.sandbox = Sandbox::new(limits).unwrap();
    let slow = subnet.commit(&endless.unwrap());
    // The same module twice is no second time.
    subnet.claims.push(Claim { uid: 1, ..subnet.claims[0].clone() });
    let hash = subnet.claims[0].module;
    let passages = subnet.draw(1);
    let mut tried = Vec::new();
    for round in 1..=16 {
        let before = subnet.book.known(&hash).cloned();
        let found = subnet.judge_on(&passages);
        for uid in [slow, 1] {
            let why = &found.refused[&uid];
            assert!(why.contains("too slow in `reset`"), "{why}");
        }
        if subnet.book.known(&hash) != before.as_ref() {
            tried.push(round);
        } else {
            assert!(found.refused[&slow].contains("; tried again in round "), "{found:?}");
        }
    }
    assert_eq!(tried, [1, 2, 4, 8, 16]);
}

#[test]
fn later_record_should_be_paid_when_an_earlier_commitment_was_waited_for_in_vain() {
    let mut subnet = Subnet::new();
    let ppm = subnet.commit(built_in("ppm"));
    subnet.book = Book::new(subnet.now, [3; 32]);
    subnet.unseen = vec![Unseen { committed: 1, uid: 9 }];
    assert_eq!(subnet.judge().share(ppm), 0);
    subnet.now += Rules::default().patience;
    assert_eq!(subnet.judge().share(ppm), WHOLE);
}

#[test]
fn others_should_lose_nothing_when_one_commits_something_else_in_every_round() {
    let mut subnet = Subnet::new();
    let ppm = subnet.commit(built_in("ppm"));
    let restless = subnet.commit(built_in("order0"));
    for round in 0..4u8 {
        let mut module = built_in("order2").to_vec();
        module.extend([0, 2, 1, round]);
        let hash = ModuleHash::of(&module);
        subnet.modules = [(hash, module), (ModuleHash::of(built_in("ppm")), built_in("ppm").to_vec())].into();
        subnet.now += 1;
        subnet.claims[usize::from(restless)] =
            Claim { uid: restless, module: hash, committed: subnet.now, served: true };
        let passages = subnet.draw(1);
        let found = subnet.judge_on(&passages);
        assert_eq!((found.share(ppm), found.share(restless)), (WHOLE, 0));
        let known = |module: &[u8]| subnet.book.known(&ModuleHash::of(module)).is_some();
        assert!(known(built_in("ppm")) && !known(built_in("order0")), "what is thrown away is forgotten");
    }
}

#[test]
fn model_should_gain_nothing_when_it_is_good_only_where_it_thinks_it_is_probed() {
    // Answers as order 0 does while the text has less than 64 bytes, and then any byte is alike: each passage is scored
    // whole, and the reading that is compared is one of those that are scored.
    let sly = wat::parse_str(
        "(module (memory (export \"memory\") 1) (global $read (mut i32) (i32.const 0))
           (func (export \"reset\") (local $i i32) (global.set $read (i32.const 0))
             (loop $next (i32.store16 (local.get $i) (i32.const 1))
               (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (i32.const 512)))))
           (func (export \"feed\") (param $byte i32) (local $at i32)
             (global.set $read (i32.add (global.get $read) (i32.const 1)))
             (local.set $at (i32.mul (i32.const 2) (local.get $byte)))
             (if (i32.lt_u (global.get $read) (i32.const 64))
               (then (i32.store16 (local.get $at) (i32.add (i32.load16_u (local.get $at)) (i32.const 32))))))
           (func (export \"distribution\") (result i32) (i32.const 0)))",
    );
    let mut subnet = Subnet::new();
    let (order0, sly) = (subnet.commit(built_in("order0")), subnet.commit(&sly.unwrap()));
    let found = subnet.judge();
    assert_eq!((found.share(order0), found.share(sly)), (WHOLE, 0));
    assert!(matches!(found.verdict(sly), Some(Verdict::NotBetter { by: ..0, .. })), "{found:?}");
}

#[test]
fn others_should_be_judged_when_some_modules_misbehave() {
    let body = |reset: &str, feed: &str, distribution: &str| {
        let text = format!(
            "(module (memory (export \"memory\") 1) (data (i32.const 0) \"\\01\")
               (func (export \"reset\") {reset}) (func (export \"feed\") (param i32) {feed})
               (func (export \"distribution\") (result i32) {distribution} (i32.const 0)))"
        );
        wat::parse_str(text).unwrap()
    };
    let counts = "(i32.store16 (i32.const 4) (i32.add (i32.load16_u (i32.const 4)) (i32.const 1)))";
    let mut subnet = Subnet::new();
    let endless = subnet.commit(&body("", "(loop (br 0))", ""));
    let hungry = subnet.commit(&body("(loop (drop (memory.grow (i32.const 64))) (br 0))", "", ""));
    let unsteady = subnet.commit(&body("", "", counts));
    let text = subnet.commit(b"#!/bin/sh\necho I am a model");
    let ppm = subnet.commit(built_in("ppm"));
    for round in 0..2 {
        let found = subnet.judge();
        assert_eq!(found.share(ppm), WHOLE, "round {round}");
        for (uid, why) in [
            (endless, "out of fuel"),
            (hungry, "out of memory"),
            (unsteady, "second time"),
            (text, "not a module"),
        ] {
            assert!(found.refused[&uid].contains(why), "{:?}", found.refused);
        }
    }
}

#[test]
fn module_should_be_judged_once_and_window_be_bounded_when_rounds_go_by() {
    let mut subnet = Subnet::new();
    subnet.commit(built_in("order0"));
    subnet.commit(built_in("order0"));
    for _ in 0..WINDOW + 3 {
        let passages = subnet.draw(1);
        subnet.judge_on(&passages);
    }
    let known = subnet.book.known(&subnet.claims[0].module).unwrap();
    assert_eq!(known.rounds.len(), WINDOW);
    assert_eq!(known.first_judged, 130);
    subnet.claims.clear();
    subnet.judge();
    assert_eq!(subnet.book.known(&ModuleHash::of(built_in("order0"))), None);
}

#[test]
fn book_should_come_back_when_saved_and_be_refused_when_broken() {
    let mut subnet = Subnet::new();
    subnet.commit(built_in("order0"));
    subnet.judge();
    let bytes = subnet.book.to_bytes().unwrap();
    assert_eq!(Book::from_bytes(&bytes).unwrap(), subnet.book);
    for broken in [&bytes[..bytes.len() / 2], b"", b"{}", b"\xff"] {
        assert!(matches!(Book::from_bytes(broken), Err(BookError::Broken(_))));
    }
    let later = String::from_utf8(bytes).unwrap().replace("\"version\":1", "\"version\":2");
    assert!(matches!(Book::from_bytes(later.as_bytes()), Err(BookError::Version { found: 2 })));
    assert!(!format!("{:?}", subnet.book).contains("3, 3, 3"), "the secret is shown");
}

#[test]
fn passages_should_be_fresh_when_rounds_go_by() {
    let mut subnet = Subnet::new();
    let (first, second): (BTreeSet<_>, BTreeSet<_>) = (
        subnet.draw(4).iter().map(|passage| passage.id).collect(),
        subnet.draw(4).iter().map(|passage| passage.id).collect(),
    );
    assert!(first.is_disjoint(&second));
}
