//! The HTTP client against a socket: what it sends, to the byte, and what it makes of answers.

mod sample;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use domain::Seq;
use sample::{Counter, center_key, exchange_reply, exchange_request, key, stream};
use sync::{
    CONTENT, Center, ExchangeRequest, HttpCenter, HttpOptions, HttpSetupError, LinkError, LookUpRequest,
    RefusedRequest, Reply, Request, body_of_refusal, open_request, seal_reply,
};
use testkit::demo::demo_station;

/// What the server saw of each request: its head with the empty line, and its body.
type Seen = Receiver<(String, Vec<u8>)>;

/// A center that gives each request to `answer`, one connection after the other, each as long as the client keeps it.
fn serve(answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> (String, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (seen, sees) = channel();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            while let Some((head, body)) = read_request(&mut connection) {
                connection.write_all(&answer(&body)).unwrap();
                if seen.send((head, body)).is_err() {
                    return;
                }
            }
        }
    });
    (url, sees)
}

fn read_request(connection: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        connection.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    let mut body = vec![0; length];
    connection.read_exact(&mut body).ok()?;
    Some((head, body))
}

/// As the center's server writes it.
fn response(status: &str, body: &[u8]) -> Vec<u8> {
    let date = "Mon, 23 Nov 2026 08:12:05 GMT";
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-type: {CONTENT}\r\ncontent-length: {length}\r\ndate: {date}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn answer(body: &[u8]) -> Vec<u8> {
    let opened = open_request(body, |_| Some(key().public_key())).unwrap();
    let Request::Exchange(request) = &opened.request else { panic!("an exchange was asked for") };
    response("200 OK", &seal_reply(&center_key(), &opened.asked, &Reply::Exchange(exchange_reply(request, Vec::new()))))
}

fn client(url: &str) -> HttpCenter {
    let patience = Duration::from_millis(700);
    let options = HttpOptions {
        connect_timeout: patience,
        answer_timeout: patience,
        slowest_link: 100_000_000,
        ..HttpOptions::default()
    };
    HttpCenter::new(url, key(), Some(stream()), Some(center_key().public_key()), options).unwrap()
}

fn single_payment() -> ExchangeRequest {
    let mut counter = Counter::new(5, &demo_station());
    counter.day(1);
    counter.start();
    counter.pay();
    let before = Seq(counter.entries().len() as u64 - 1);
    exchange_request(Some(counter.push(before)), Vec::new(), counter.now_ms())
}

#[test]
fn a_payment_is_one_request_with_few_headers_on_a_kept_connection() {
    let (url, seen) = serve(answer);
    let center = client(&url);
    let request = single_payment();
    for _ in 0..2 {
        let reply = center.exchange(&request).unwrap();
        assert_eq!(reply, exchange_reply(&request, Vec::new()));
        let (head, body) = seen.recv().unwrap();
        assert_eq!(center.last_bytes().up, body.len() as u64);
        assert!(center.last_bytes().down > 0);
        assert!(head.starts_with("POST /v1/exchange HTTP/1.1\r\n"));
        assert!(!head.to_lowercase().contains("user-agent"));
        assert!(head.len() <= 119, "{} B of headers", head.len());
    }
    let down = response("200 OK", &[0; 92]).len() - 92;
    assert!(down <= 108, "{down} B of headers");
}

#[test]
fn answers_that_are_no_answer_are_told_apart() {
    let request = single_payment();
    let ask = |said: Vec<u8>| {
        let (url, _seen) = serve(move |_| said.clone());
        client(&url).exchange(&request).unwrap_err()
    };
    for refused in RefusedRequest::ALL {
        let said = response(&format!("{} Refused", refused.status()), &body_of_refusal(refused));
        assert!(matches!(ask(said), LinkError::Refused(found) if found == refused));
    }
    assert!(matches!(ask(response("503 Busy", b"")), LinkError::Unavailable(503)));
    assert!(matches!(ask(response("404 Not Found", b"<html>")), LinkError::Unavailable(404)));
    assert!(matches!(ask(response("302 Found", b"")), LinkError::Unavailable(302)));
    assert!(matches!(ask(response("200 OK", b"<html>")), LinkError::Unreadable(_)));
    assert!(matches!(
        ask(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nshort".to_vec()),
        LinkError::TimedOut | LinkError::Unreachable(_)
    ));
}

#[test]
fn an_answer_of_somebody_else_is_not_believed() {
    let (url, _seen) = serve(|body| {
        let opened = open_request(body, |_| Some(key().public_key())).unwrap();
        let Request::Exchange(request) = &opened.request else { panic!("an exchange was asked for") };
        let reply = Reply::Exchange(exchange_reply(request, Vec::new()));
        response("200 OK", &seal_reply(&key(), &opened.asked, &reply))
    });
    assert!(matches!(client(&url).exchange(&single_payment()), Err(LinkError::NotTheCenter)));
}

#[test]
fn nobody_there_is_a_lost_link() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let center = client(&format!("http://127.0.0.1:{port}/"));
    let request = LookUpRequest { stream: stream(), customer: "4280900001".parse().unwrap() };
    assert!(matches!(center.look_up(&request), Err(LinkError::Unreachable(_))));
}

#[test]
fn without_tls_only_this_machine_is_spoken_to() {
    let set_up = |url: &str| HttpCenter::new(url, key(), None, None, HttpOptions::default());
    for url in ["http://center.example", "ftp://127.0.0.1", "center.example", "http://127.0.0.1.example:80"] {
        assert!(matches!(set_up(url), Err(HttpSetupError::Address)), "{url}");
    }
    for url in ["http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9"] {
        assert!(set_up(url).is_ok(), "{url}");
    }
    let options = HttpOptions { extra_roots: Some("/no/such/file.pem".into()), ..HttpOptions::default() };
    let missing = HttpCenter::new("https://center.example", key(), None, None, options);
    assert!(matches!(missing, Err(HttpSetupError::Roots { .. })));
}
