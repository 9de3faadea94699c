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

use super::bug::{Bug, Found, Twin};
use super::markdown::table;
use super::results::results;

/// What GoKer says about a kernel.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// The class of the bug.
    pub class: &'static str,
    /// In how many of 100 runs on real threads the bug showed, where that is published.
    pub of_100: Option<u32>,
}

/// An entry of the catalog. `of_100`: in how many of 100 runs on real threads the bug showed in Go.
const fn kernel(
    name: &'static str,
    class: &'static str,
    of_100: Option<u32>,
    body: fn(Twin),
) -> Bug<Published> {
    Bug { name, body, published: Published { class, of_100 } }
}

/// The classes of bugs.
const DOUBLE_LOCK: &str = "double lock";
const AB_BA: &str = "AB-BA";
const READ_WRITE_READ: &str = "read, write, read";
const CHANNEL: &str = "channel";
const WAIT: &str = "condition variable";
const CHANNEL_AND_LOCK: &str = "channel and lock";
const LOGIC: &str = "not blocking";

/// The kernels.
pub const PROGRAMS: [Bug<Published>; 71] = [
    kernel("cockroach584", DOUBLE_LOCK, None, cockroach584::cockroach584),
    kernel("cockroach9935", DOUBLE_LOCK, Some(100), cockroach9935::cockroach9935),
    kernel("etcd5509", DOUBLE_LOCK, None, etcd5509::etcd5509),
    kernel("etcd6708", DOUBLE_LOCK, None, etcd6708::etcd6708),
    kernel("etcd10492", DOUBLE_LOCK, None, etcd10492::etcd10492),
    kernel("grpc795", DOUBLE_LOCK, None, grpc795::grpc795),
    kernel("grpc3017", DOUBLE_LOCK, None, grpc3017::grpc3017),
    kernel("hugo5379", DOUBLE_LOCK, None, hugo5379::hugo5379),
    kernel("moby7559", DOUBLE_LOCK, Some(100), moby7559::moby7559),
    kernel("moby17176", DOUBLE_LOCK, Some(100), moby17176::moby17176),
    kernel("moby36114", DOUBLE_LOCK, Some(100), moby36114::moby36114),
    kernel("syncthing4829", DOUBLE_LOCK, None, syncthing4829::syncthing4829),
    kernel("cockroach10214", AB_BA, Some(3), cockroach10214::cockroach10214),
    kernel("cockroach7504", AB_BA, Some(1), cockroach7504::cockroach7504),
    kernel("hugo3251", AB_BA, None, hugo3251::hugo3251),
    kernel("kubernetes13135", AB_BA, Some(93), kubernetes13135::kubernetes13135),
    kernel("kubernetes30872", AB_BA, None, kubernetes30872::kubernetes30872),
    kernel("moby4951", AB_BA, Some(100), moby4951::moby4951),
    kernel("cockroach3710", READ_WRITE_READ, Some(2), cockroach3710::cockroach3710),
    kernel("cockroach6181", READ_WRITE_READ, Some(57), cockroach6181::cockroach6181),
    kernel("cockroach16167", READ_WRITE_READ, Some(1), cockroach16167::cockroach16167),
    kernel("kubernetes62464", READ_WRITE_READ, Some(8), kubernetes62464::kubernetes62464),
    kernel("kubernetes58107", READ_WRITE_READ, Some(53), kubernetes58107::kubernetes58107),
    kernel("cockroach24808", CHANNEL, None, cockroach24808::cockroach24808),
    kernel("cockroach25456", CHANNEL, None, cockroach25456::cockroach25456),
    kernel("cockroach35073", CHANNEL, None, cockroach35073::cockroach35073),
    kernel("cockroach35931", CHANNEL, None, cockroach35931::cockroach35931),
    kernel("cockroach2448", CHANNEL, None, cockroach2448::cockroach2448),
    kernel("etcd6857", CHANNEL, Some(19), etcd6857::etcd6857),
    kernel("grpc1275", CHANNEL, Some(100), grpc1275::grpc1275),
    kernel("grpc1424", CHANNEL, Some(100), grpc1424::grpc1424),
    kernel("kubernetes38669", CHANNEL, None, kubernetes38669::kubernetes38669),
    kernel("moby33293", CHANNEL, Some(100), moby33293::moby33293),
    kernel("moby4395", CHANNEL, Some(100), moby4395::moby4395),
    kernel("syncthing5795", CHANNEL, None, syncthing5795::syncthing5795),
    kernel("moby29733", WAIT, None, moby29733::moby29733),
    kernel("moby30408", WAIT, None, moby30408::moby30408),
    kernel("moby25384", WAIT, Some(100), moby25384::moby25384),
    kernel("cockroach1055", WAIT, None, cockroach1055::cockroach1055),
    kernel("etcd6873", CHANNEL_AND_LOCK, Some(9), etcd6873::etcd6873),
    kernel("etcd7492", CHANNEL_AND_LOCK, Some(40), etcd7492::etcd7492),
    kernel("etcd7902", CHANNEL_AND_LOCK, Some(100), etcd7902::etcd7902),
    kernel("grpc1353", CHANNEL_AND_LOCK, Some(100), grpc1353::grpc1353),
    kernel("grpc1460", CHANNEL_AND_LOCK, Some(100), grpc1460::grpc1460),
    kernel("istio16224", CHANNEL_AND_LOCK, None, istio16224::istio16224),
    kernel("kubernetes10182", CHANNEL_AND_LOCK, Some(15), kubernetes10182::kubernetes10182),
    kernel("etcd7443", CHANNEL_AND_LOCK, None, etcd7443::etcd7443),
    kernel("kubernetes1321", CHANNEL_AND_LOCK, Some(1), kubernetes1321::kubernetes1321),
    kernel("kubernetes26980", CHANNEL_AND_LOCK, None, kubernetes26980::kubernetes26980),
    kernel("kubernetes6632", CHANNEL_AND_LOCK, Some(4), kubernetes6632::kubernetes6632),
    kernel("moby28462", CHANNEL_AND_LOCK, Some(69), moby28462::moby28462),
    kernel("serving2137", CHANNEL_AND_LOCK, None, serving2137::serving2137),
    kernel("cockroach4407", LOGIC, None, cockroach4407::cockroach4407),
    kernel("kubernetes13058", LOGIC, None, kubernetes13058::kubernetes13058),
    kernel("serving6472", LOGIC, None, serving6472::serving6472),
    kernel("grpc3090", LOGIC, None, grpc3090::grpc3090),
    kernel("grpc2371", LOGIC, None, grpc2371::grpc2371),
    kernel("istio8144", LOGIC, None, istio8144::istio8144),
    kernel("istio8967", LOGIC, None, istio8967::istio8967),
    kernel("istio8214", LOGIC, None, istio8214::istio8214),
    kernel("istio16742", LOGIC, None, istio16742::istio16742),
    kernel("kubernetes77796", LOGIC, None, kubernetes77796::kubernetes77796),
    kernel("kubernetes89164", LOGIC, None, kubernetes89164::kubernetes89164),
    kernel("kubernetes80284", LOGIC, None, kubernetes80284::kubernetes80284),
    kernel("kubernetes82550", LOGIC, None, kubernetes82550::kubernetes82550),
    kernel("kubernetes49404", LOGIC, None, kubernetes49404::kubernetes49404),
    kernel("moby27037", LOGIC, None, moby27037::moby27037),
    kernel("cockroach35501", LOGIC, None, cockroach35501::cockroach35501),
    kernel("moby22941", LOGIC, None, moby22941::moby22941),
    kernel("serving3068", LOGIC, None, serving3068::serving3068),
    kernel("serving5865", LOGIC, None, serving5865::serving5865),
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
