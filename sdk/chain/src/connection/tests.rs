use super::*;
use soketto::handshake::{server::Response, Server};
use std::future::pending;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::compat::{Compat, TokioAsyncReadCompatExt};

/// Limits that a test waits for.
fn short() -> Options {
    Options {
        answer_within: Duration::from_secs(1),
        connect_within: Duration::from_secs(1),
        ping_every: Duration::from_millis(100),
        silent_for: Duration::from_secs(1),
        ..Options::default()
    }
}

type Ends = (soketto::Sender<Compat<TcpStream>>, soketto::Receiver<Compat<TcpStream>>);

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// A server's side of the next connection, after the handshake.
async fn shake(listener: &TcpListener) -> Ends {
    let (stream, _) = listener.accept().await.unwrap();
    let mut server = Server::new(stream.compat());
    let key = server.receive_request().await.unwrap().key();
    server.send_response(&Response::Accept { key, protocol: None }).await.unwrap();
    server.into_builder().finish()
}

/// Reads the next request, as long as pings come in between.
async fn receive(ends: &mut Ends) -> Option<Value> {
    let mut bytes = Vec::new();
    ends.1.receive_data(&mut bytes).await.ok()?;
    serde_json::from_slice(&bytes).ok()
}

async fn send(ends: &mut Ends, message: Value) {
    ends.0.send_text(message.to_string()).await.unwrap();
    ends.0.flush().await.unwrap();
}

/// Answers one request for a stream.
async fn accept_stream(ends: &mut Ends) {
    let id = receive(ends).await.unwrap()["id"].clone();
    send(ends, serde_json::json!({"jsonrpc": "2.0", "id": id, "result": "stream"})).await;
}

#[tokio::test]
async fn connection_should_say_where_nobody_answers_when_it_is_refused() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("ws://127.0.0.1:{port}");
    let error = Connection::open(&url, Options::default()).await.err().unwrap();
    assert!(error.is_connection());
    assert!(error.to_string().contains(&url), "{error}");
}

#[tokio::test]
async fn connection_should_be_refused_when_the_address_is_none() {
    let error = Connection::open("not an address", Options::default()).await.err().unwrap();
    assert!(error.is_connection(), "{error}");
}

#[tokio::test]
async fn connection_should_name_address_and_limit_when_the_other_end_says_nothing() {
    let (_listener, url) = listen().await;
    let error = Connection::open(&url, short()).await.err().unwrap();
    assert!(matches!(error, ChainError::Connection { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains(&url) && text.contains("within 1s") && text.contains("does it run"), "{text}");
}

#[tokio::test]
async fn question_should_name_address_method_and_limit_when_it_is_not_answered() {
    let (listener, url) = listen().await;
    let silent = tokio::spawn(async move {
        let _open = shake(&listener).await;
        pending::<()>().await
    });
    let patient = Options { silent_for: Duration::from_secs(60), ..short() };
    let connection = Connection::open(&url, patient).await.unwrap();
    let error = connection.read::<Value>("chain_getHeader", &[]).await.unwrap_err();
    assert!(matches!(error, ChainError::Timeout { .. }), "{error}");
    let text = error.to_string();
    assert!(["chain_getHeader", "within 1s", &url].iter().all(|part| text.contains(part)), "{text}");
    silent.abort();
}

#[tokio::test]
async fn stream_should_end_and_all_who_ask_be_told_together_when_the_node_stops() {
    let (listener, url) = listen().await;
    let stopped = tokio::spawn(async move {
        let mut ends = shake(&listener).await;
        accept_stream(&mut ends).await;
        // Stopped: the kernel still takes connections and bytes, and nobody answers a ping.
        pending::<()>().await;
        drop(listener);
    });
    let connection = Arc::new(Connection::open(&url, short()).await.unwrap());
    let mut stream = connection.subscribe::<Value>("blocks", &[], "no_blocks").await.unwrap();
    assert!(stream.next().await.is_none());
    let asked = (0..50).map(|_| {
        let connection = connection.clone();
        tokio::spawn(async move { connection.read::<Value>("chain_getHeader", &[]).await.unwrap_err() })
    });
    let asked: Vec<_> = asked.collect();
    let started = Instant::now();
    for one in asked {
        let error = one.await.unwrap();
        assert!(error.to_string().contains("connect_within"), "{error}");
    }
    // One after the other they would take 50 times the limit.
    assert!(started.elapsed() < short().connect_within * 25, "{:?}", started.elapsed());
    stopped.abort();
}

#[tokio::test]
async fn stream_should_outlast_silence_when_the_node_answers_pings() {
    let (listener, url) = listen().await;
    let quiet = tokio::spawn(async move {
        let mut ends = shake(&listener).await;
        accept_stream(&mut ends).await;
        // Reading answers pings; nothing else is said for much longer than a dead node is waited for.
        let _ = timeout(short().silent_for * 4, receive(&mut ends)).await;
        let params = serde_json::json!({"subscription": "stream", "result": 7});
        send(&mut ends, serde_json::json!({"jsonrpc": "2.0", "method": "blocks", "params": params})).await;
        pending::<()>().await
    });
    let connection = Connection::open(&url, short()).await.unwrap();
    let mut stream = connection.subscribe::<u32>("blocks", &[], "no_blocks").await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 7);
    quiet.abort();
}

#[test]
fn hex_should_be_refused_when_it_is_odd() {
    assert!(from_hex("it", "0x123").is_err());
    assert_eq!(from_hex("it", "0x1203").unwrap(), [0x12, 3]);
}
