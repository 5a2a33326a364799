//! Many questions at once.

use crate::Peer;
use std::{collections::HashMap, future::Future, sync::Arc};
use tokio::task::JoinSet;

/// A question, whom it was put to, and what came back.
#[derive(Clone, Debug)]
pub struct Answered<T, A> {
    /// Who was asked.
    pub peer: Peer,
    /// What.
    pub task: Arc<T>,
    /// The answer, or why there is none.
    pub answer: Result<A, String>,
}

/// Puts all questions, each in a task of its own and so many at once; what comes back is in their order. A task that
/// panics is an answer that is none. Dropped, it asks no more.
pub async fn ask_all<T, A, F, Asked>(chosen: Vec<(Peer, T)>, at_once: usize, ask: F) -> Vec<Answered<T, A>>
where
    T: Send + Sync + 'static,
    A: Send + 'static,
    F: Fn(Peer, Arc<T>) -> Asked,
    Asked: Future<Output = Result<A, String>> + Send + 'static,
{
    let chosen: Vec<(Peer, Arc<T>)> = chosen.into_iter().map(|(peer, task)| (peer, Arc::new(task))).collect();
    let (mut asked, mut waiting) = (JoinSet::new(), chosen.iter().cloned().enumerate());
    let mut answers = HashMap::with_capacity(chosen.len());
    loop {
        while asked.len() < at_once.max(1) {
            let Some((number, (peer, task))) = waiting.next() else { break };
            let asking = ask(peer, task);
            asked.spawn(async move { (number, asking.await) });
        }
        match asked.join_next().await {
            Some(Ok((number, answer))) => {
                answers.insert(number, answer);
            }
            Some(Err(error)) => tracing::warn!(%error, "asking broke"),
            None => break,
        }
    }
    let answered = |(number, (peer, task)): (usize, (Peer, Arc<T>))| {
        let answer = answers.remove(&number).unwrap_or_else(|| Err("asking broke".into()));
        if let Err(reason) = &answer {
            tracing::debug!(uid = peer.uid, reason, "no answer");
        }
        Answered { peer, task, answer }
    };
    chosen.into_iter().enumerate().map(answered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn peers(count: u16) -> Vec<(Peer, u16)> {
        let peer =
            |uid| Peer { uid, hotkey: [0; 32], address: None, certificate: None, permit: false, stake: 0 };
        (0..count).map(|uid| (peer(uid), uid)).collect()
    }

    #[tokio::test]
    async fn answers_should_be_in_order_when_some_fail_or_panic() {
        let answers = ask_all(peers(40), 7, |_, task: Arc<u16>| async move {
            tokio::task::yield_now().await;
            match *task % 4 {
                0 => Ok(*task * 2),
                1 => Err("no".to_owned()),
                2 => panic!("a question that breaks"),
                _ => {
                    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                    Ok(*task * 2)
                }
            }
        })
        .await;
        assert_eq!(answers.len(), 40);
        for (uid, one) in (0u16..).zip(&answers) {
            assert_eq!((one.peer.uid, *one.task), (uid, uid));
            let wanted = match uid % 4 {
                1 => Err("no".to_owned()),
                2 => Err("asking broke".to_owned()),
                _ => Ok(uid * 2),
            };
            assert_eq!(one.answer, wanted);
        }
    }

    #[tokio::test]
    async fn questions_should_be_so_many_at_once_at_most() {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (running, seen) = (Arc::clone(&now), Arc::clone(&most));
        ask_all(peers(50), 5, move |_, _: Arc<u16>| {
            let (running, seen) = (Arc::clone(&running), Arc::clone(&seen));
            async move {
                seen.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                running.fetch_sub(1, Ordering::SeqCst);
                Ok::<(), String>(())
            }
        })
        .await;
        assert_eq!((now.load(Ordering::SeqCst), most.load(Ordering::SeqCst)), (0, 5));
    }
}
