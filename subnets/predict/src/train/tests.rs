use super::*;
use crate::{
    corpus::{Corpus, PASSAGE},
    models,
    sandbox::{Limits, Sandbox},
};
use std::path::Path;

#[test]
fn trained_module_should_beat_order_0_on_text_it_has_not_seen() {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let text = Corpus::open(&[documents]).unwrap().text(usize::MAX);
    let (learnt, held_out) = text.split_at(text.len() - 4 * PASSAGE);
    let mut told = Vec::new();
    let network = train(learnt, Budget::Steps(300), |progress| told.push(progress)).unwrap();
    assert_eq!(told.len(), 300);
    assert!(told[299].bits < told[20].bits && told[299].part >= 1.0);
    let sandbox = Sandbox::new(Limits::default()).unwrap();
    let total =
        |module: &[u8]| sandbox.load(module).unwrap().read_all(held_out.chunks(PASSAGE)).unwrap().total();
    let (trained, order0) = (total(&module(&network).unwrap()), total(models::built_in("order0").unwrap()));
    assert!(trained * 10 < order0 * 9, "{trained} against {order0}");
    // Whole numbers cost next to nothing: what was measured in floats just before is about what the module costs.
    let untrained = total(models::built_in("gru").unwrap());
    assert!(trained * 3 < untrained * 2, "{trained} against {untrained}");
}

#[test]
fn training_should_be_refused_when_there_is_too_little_text() {
    let refused = train(b"too short", Budget::Steps(1), |_| {});
    assert!(matches!(refused, Err(TrainError::TooLittleText { bytes: 9, .. })));
}
