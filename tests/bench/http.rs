//! A client that asks a server of this computer for pages over one connection, again and again.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::Result;

/// The longest a server may take to answer one request.
const PATIENCE: Duration = Duration::from_secs(60);

/// One kept connection.
pub(crate) struct Client {
    /// Host and port, as the server itself says it.
    pub(crate) server: String,
    connection: Option<BufReader<TcpStream>>,
}

/// What a server answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Client {
    pub(crate) fn new(server: String) -> Self {
        Self {
            server,
            connection: None,
        }
    }

    /// Asks for a path. A connection that the server has closed meanwhile is opened anew.
    pub(crate) fn get(&mut self, path: &str) -> Result<Answer> {
        if let Some(connection) = &mut self.connection
            && let Ok((answer, keeps)) = ask(connection, &self.server, path)
        {
            if !keeps {
                self.connection = None;
            }
            return Ok(answer);
        }
        self.connection = None;
        let stream = TcpStream::connect(&self.server)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut connection = BufReader::with_capacity(1 << 16, stream);
        let (answer, keeps) = ask(&mut connection, &self.server, path)?;
        self.connection = keeps.then_some(connection);
        Ok(answer)
    }
}

fn ask(connection: &mut BufReader<TcpStream>, server: &str, path: &str) -> Result<(Answer, bool)> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {server}\r\n\r\n");
    connection.get_mut().write_all(request.as_bytes())?;
    let first = line(connection)?;
    let status = first
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .ok_or("not HTTP")?;
    let (mut length, mut chunked, mut keeps) = (None, false, true);
    loop {
        let header = line(connection)?.to_ascii_lowercase();
        match header
            .split_once(':')
            .map(|(name, value)| (name, value.trim()))
        {
            None => break,
            Some(("content-length", value)) => length = Some(value.parse::<usize>()?),
            Some(("transfer-encoding", value)) => chunked = value == "chunked",
            Some(("connection", value)) => keeps = value != "close",
            Some(_) => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        loop {
            let size = usize::from_str_radix(&line(connection)?, 16)?;
            read_more(connection, &mut body, size)?;
            line(connection)?;
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = length {
        read_more(connection, &mut body, length)?;
    } else {
        keeps = false;
        connection.read_to_end(&mut body)?;
    }
    Ok((Answer { status, body }, keeps))
}

/// A line without its end.
fn line(connection: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if connection.read_line(&mut line)? == 0 {
        return Err("the connection was closed".into());
    }
    Ok(line.trim_end().to_owned())
}

fn read_more(connection: &mut BufReader<TcpStream>, body: &mut Vec<u8>, size: usize) -> Result<()> {
    let start = body.len();
    body.resize(start + size, 0);
    connection.read_exact(&mut body[start..])?;
    Ok(())
}
