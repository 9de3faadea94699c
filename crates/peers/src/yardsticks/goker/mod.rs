//! GoKer: kernels of real bugs in Go programs, told in terms of std.
mod cockroach10214;
mod cockroach1055;
mod cockroach16167;
mod cockroach2448;
mod cockroach24808;
mod cockroach25456;
mod cockroach35073;
mod cockroach35501;
mod cockroach35931;
mod cockroach3710;
mod cockroach4407;
mod cockroach584;
mod cockroach6181;
mod cockroach7504;
mod cockroach9935;
mod etcd10492;
mod etcd5509;
mod etcd6708;
mod etcd6857;
mod etcd6873;
mod etcd7443;
mod etcd7492;
mod etcd7902;
mod grpc1275;
mod grpc1353;
mod grpc1424;
mod grpc1460;
mod grpc2371;
mod grpc3017;
mod grpc3090;
mod grpc795;
mod hugo3251;
mod hugo5379;
mod istio16224;
mod istio16742;
mod istio8144;
mod istio8214;
mod istio8967;
mod kubernetes10182;
mod kubernetes13058;
mod kubernetes13135;
mod kubernetes1321;
mod kubernetes26980;
mod kubernetes30872;
mod kubernetes38669;
mod kubernetes49404;
mod kubernetes58107;
mod kubernetes62464;
mod kubernetes6632;
mod kubernetes77796;
mod kubernetes80284;
mod kubernetes82550;
mod kubernetes89164;
mod moby17176;
mod moby22941;
mod moby25384;
mod moby27037;
mod moby28462;
mod moby29733;
mod moby30408;
mod moby33293;
mod moby36114;
mod moby4395;
mod moby4951;
mod moby7559;
mod prelude;
mod serving2137;
mod serving3068;
mod serving5865;
mod serving6472;
mod syncthing4829;
mod syncthing5795;

use super::bug::{Bug, Found};
use super::markdown::table;
use super::results::results;
pub use prelude::Published;

/// The kernels.
pub const PROGRAMS: [Bug<Published>; 71] = [
    cockroach584::PROGRAM,
    cockroach9935::PROGRAM,
    etcd5509::PROGRAM,
    etcd6708::PROGRAM,
    etcd10492::PROGRAM,
    grpc795::PROGRAM,
    grpc3017::PROGRAM,
    hugo5379::PROGRAM,
    moby7559::PROGRAM,
    moby17176::PROGRAM,
    moby36114::PROGRAM,
    syncthing4829::PROGRAM,
    cockroach10214::PROGRAM,
    cockroach7504::PROGRAM,
    hugo3251::PROGRAM,
    kubernetes13135::PROGRAM,
    kubernetes30872::PROGRAM,
    moby4951::PROGRAM,
    cockroach3710::PROGRAM,
    cockroach6181::PROGRAM,
    cockroach16167::PROGRAM,
    kubernetes62464::PROGRAM,
    kubernetes58107::PROGRAM,
    cockroach24808::PROGRAM,
    cockroach25456::PROGRAM,
    cockroach35073::PROGRAM,
    cockroach35931::PROGRAM,
    cockroach2448::PROGRAM,
    etcd6857::PROGRAM,
    grpc1275::PROGRAM,
    grpc1424::PROGRAM,
    kubernetes38669::PROGRAM,
    moby33293::PROGRAM,
    moby4395::PROGRAM,
    syncthing5795::PROGRAM,
    moby29733::PROGRAM,
    moby30408::PROGRAM,
    moby25384::PROGRAM,
    cockroach1055::PROGRAM,
    etcd6873::PROGRAM,
    etcd7492::PROGRAM,
    etcd7902::PROGRAM,
    grpc1353::PROGRAM,
    grpc1460::PROGRAM,
    istio16224::PROGRAM,
    kubernetes10182::PROGRAM,
    etcd7443::PROGRAM,
    kubernetes1321::PROGRAM,
    kubernetes26980::PROGRAM,
    kubernetes6632::PROGRAM,
    moby28462::PROGRAM,
    serving2137::PROGRAM,
    cockroach4407::PROGRAM,
    kubernetes13058::PROGRAM,
    serving6472::PROGRAM,
    grpc3090::PROGRAM,
    grpc2371::PROGRAM,
    istio8144::PROGRAM,
    istio8967::PROGRAM,
    istio8214::PROGRAM,
    istio16742::PROGRAM,
    kubernetes77796::PROGRAM,
    kubernetes89164::PROGRAM,
    kubernetes80284::PROGRAM,
    kubernetes82550::PROGRAM,
    kubernetes49404::PROGRAM,
    moby27037::PROGRAM,
    cockroach35501::PROGRAM,
    moby22941::PROGRAM,
    serving3068::PROGRAM,
    serving5865::PROGRAM,
];

const INTRODUCTION: &str = "\
## GoKer

Kernels of bugs in Go projects (GoBench, CGO 2021), with Go's primitives in terms of std. *In Go* is how many of
100 plain runs showed the bug, where that is published. *Found* is the number of the first execution that
fails. The five kernels of the class *read, write, read* use std's own `RwLock`.
";

pub(super) fn section() -> String {
    let found = results(&PROGRAMS, Bug::explore);
    let rows: Vec<_> =
        PROGRAMS.iter().zip(&found).map(|(kernel, found)| row(kernel, found)).collect();
    let columns = ["kernel", "class", "in Go", "found", "as", "fix"];
    let summary = format!(
        "{} of {} bugs are found, and {} fixes are explored completely.\n",
        found.iter().filter(|found| found.found_at().is_some()).count(),
        found.len(),
        found.iter().filter(|found| found.repair_is_complete()).count(),
    );
    format!("{INTRODUCTION}\n{}\n{summary}", table(columns, &rows))
}

fn row(kernel: &Bug<Published>, found: &Found) -> [String; 6] {
    let Published { class, of_100 } = kernel.published;
    let in_go = of_100.map_or(String::new(), |runs| runs.to_string());
    let (name, class) = (kernel.name.to_owned(), class.to_owned());
    [name, class, in_go, found.found_at_text(), found.failure_text(), found.repaired_text()]
}
