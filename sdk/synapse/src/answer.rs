//! What an answer says about itself: its headers, and the common part of its body.

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

const STATUS_CODE: HeaderName = HeaderName::from_static("bt_header_axon_status_code");
const STATUS_MESSAGE: HeaderName = HeaderName::from_static("bt_header_axon_status_message");
const PROCESS_TIME: HeaderName = HeaderName::from_static("bt_header_axon_process_time");

/// One end of a conversation, as bodies tell it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Terminal {
    /// As in HTTP; 200 when all went well.
    pub status_code: Option<u16>,
    /// In words.
    pub status_message: Option<String>,
    /// Seconds that the answer took.
    pub process_time: Option<f64>,
    /// Where this end is.
    pub ip: Option<String>,
    /// Where this end is.
    pub port: Option<u16>,
    /// Of its software.
    pub version: Option<u64>,
    /// Nanoseconds since 1970.
    pub nonce: Option<u64>,
    /// Id of its process.
    pub uuid: Option<String>,
    /// Who it is, in ss58.
    pub hotkey: Option<String>,
    /// `0x` and 128 digits.
    pub signature: Option<String>,
}

/// The body of an answer that is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Why.
    pub message: String,
}

impl Terminal {
    /// Writes status, message and time as headers. What cannot stand in a header becomes `?`.
    pub fn write(&self, to: &mut HeaderMap) {
        if let Some(code) = self.status_code {
            to.insert(STATUS_CODE, HeaderValue::from(code));
        }
        if let Some(value) = self.status_message.as_deref().and_then(visible) {
            to.insert(STATUS_MESSAGE, value);
        }
        if let Some(value) = self.process_time.and_then(|time| HeaderValue::try_from(time.to_string()).ok()) {
            to.insert(PROCESS_TIME, value);
        }
    }

    /// Reads status, message and time from headers; what is no number counts as not there.
    pub fn read(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        Self {
            status_code: text(STATUS_CODE).and_then(|code| code.trim().parse().ok()),
            status_message: text(STATUS_MESSAGE).map(str::to_owned),
            process_time: text(PROCESS_TIME).and_then(|time| time.trim().parse().ok()),
            ..Self::default()
        }
    }

    /// Reads the server's end from the body of an answer; nothing when it does not say or the body is not one.
    pub fn read_body(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Answer {
            axon: Option<Terminal>,
        }
        serde_json::from_slice::<Answer>(body).ok()?.axon
    }
}

/// The header of a text, at most 1,000 characters of it.
fn visible(text: &str) -> Option<HeaderValue> {
    let keep = |letter: char| if matches!(letter, ' '..='~') { letter } else { '?' };
    HeaderValue::try_from(text.chars().take(1000).map(keep).collect::<String>()).ok()
}

/// A whole body: what is common to all, then the synapse's own fields (`body`, a JSON object). Answers tell the
/// axon's end, questions the dendrite's: a Python handler knows the caller from there.
pub fn envelope(
    name: &str,
    timeout: f64,
    axon: Option<&Terminal>,
    dendrite: Option<&Terminal>,
    body: &str,
) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Common<'a> {
        name: &'a str,
        timeout: f64,
        #[serde(skip_serializing_if = "Option::is_none")]
        axon: Option<&'a Terminal>,
        #[serde(skip_serializing_if = "Option::is_none")]
        dendrite: Option<&'a Terminal>,
    }
    let mut text = serde_json::to_string(&Common { name, timeout, axon, dendrite })?;
    let fields = body.trim_start().strip_prefix('{').unwrap_or_default();
    if fields.trim_start().starts_with('}') || fields.is_empty() {
        return Ok(text);
    }
    text.reserve(body.len());
    text.pop();
    text.push(',');
    text.push_str(fields);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{json, Value};

    #[test]
    fn terminal_should_be_read_as_it_was_written() {
        let said = Terminal {
            status_code: Some(200),
            status_message: Some("Success".into()),
            process_time: Some(0.25),
            ..Terminal::default()
        };
        let mut headers = HeaderMap::new();
        said.write(&mut headers);
        assert_eq!(Terminal::read(&headers), said);
        let text = envelope("Ask", 12.0, Some(&said), None, "{}").unwrap();
        assert_eq!(Terminal::read_body(text.as_bytes()), Some(said));
    }

    #[test]
    fn terminal_should_be_written_when_its_message_is_no_header() {
        let said = Terminal { status_message: Some("a\r\nb: é".into()), ..Terminal::default() };
        let mut headers = HeaderMap::new();
        said.write(&mut headers);
        assert_eq!(headers["bt_header_axon_status_message"], "a??b: ?");
    }

    #[test]
    fn envelope_should_hold_the_fields_beside_the_common_ones() {
        let axon = Terminal { status_code: Some(200), ..Terminal::default() };
        let read = |body| {
            serde_json::from_str::<Value>(&envelope("Ask", 1.5, Some(&axon), None, body).unwrap()).unwrap()
        };
        let (full, empty) = (read(r#"{"query":"a","n":[1]}"#), read("{}"));
        assert_eq!((&full["query"], &full["n"], &full["name"]), (&json!("a"), &json!([1]), &json!("Ask")));
        assert_eq!((&empty["timeout"], &empty["axon"]["status_code"]), (&json!(1.5), &json!(200)));
    }
}
