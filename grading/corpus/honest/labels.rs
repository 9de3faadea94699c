fn _find(rows: &[Vec<u32>], wanted: u32) -> Option<(usize, usize)> {
    let found = 'rows: {
        for (y, row) in rows.iter().enumerate() {
            if let Some(x) = row.iter().position(|it| *it == wanted) {
                break 'rows Some((x, y));
            }
        }
        None
    };
    found
}
