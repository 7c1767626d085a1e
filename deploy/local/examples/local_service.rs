//! Stands for every service where only the handling of their processes is tested: it listens where it is told to, and
//! answers any request as a healthy service would.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};

fn answer(stream: TcpStream) -> std::io::Result<()> {
    let mut request = BufReader::new(stream);
    let mut first = String::new();
    request.read_line(&mut first)?;
    let mut line = String::new();
    while request.read_line(&mut line)? > 2 {
        line.clear();
    }
    let status = if first.starts_with("POST") { "201 Created" } else { "200 OK" };
    let response = format!("HTTP/1.1 {status}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}");
    request.into_inner().write_all(response.as_bytes())
}

fn serve(listener: &TcpListener) {
    for stream in listener.incoming().flatten() {
        // Whoever hangs up early has lost interest.
        let _answered = answer(stream);
    }
}

fn main() -> std::io::Result<()> {
    if let Ok(address) = std::env::var("TOKENBOOK_HTTP_LISTEN") {
        let listener = TcpListener::bind(address)?;
        std::thread::spawn(move || serve(&listener));
    }
    let address = std::env::var("TOKENBOOK_ADMIN_LISTEN").map_err(std::io::Error::other)?;
    eprintln!("ready at {address}");
    serve(&TcpListener::bind(address)?);
    Ok(())
}
