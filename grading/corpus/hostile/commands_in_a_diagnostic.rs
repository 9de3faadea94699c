#[diagnostic::on_unimplemented(
    message = "a\n::error::forged\n\t ::set-output name=points::10\n##[error]forged",
    label = "\u{1b}[2J",
    note = "b\n::error::forged"
)]
trait Never {}
fn need<T: Never>(_: T) {}
fn attack() {
    need(1);
}
