//! The frame of the pages, and escaping. A page loads nothing, neither from the network nor from files.

const STYLE: &str = include_str!("page.css");

/// A whole page; `body` is HTML.
pub(crate) fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         {body}</body>\n</html>\n"
    )
}

/// Text as HTML, also in an attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A file name in a link.
pub(crate) fn escape_link(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let mut out = String::new();
    for byte in name.bytes() {
        match is_plain(byte) {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A table whose cells are HTML.
pub(crate) fn table(
    class: &str,
    header: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> String {
    let header: String = header.iter().map(|it| format!("<th scope=\"col\">{it}</th>")).collect();
    let mut text = format!(
        "<div class=\"scroll\"><table class=\"{class}\">\n<thead><tr>{header}</tr></thead>\n<tbody>\n"
    );
    for row in rows {
        let row: String = row.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        text += &format!("<tr>{row}</tr>\n");
    }
    text + "</tbody></table></div>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
        assert_eq!(escape_link("Zoë, o'n"), "Zo%C3%AB%2C%20o%27n");
    }
}
