//! The litmus tests. Where the figures of RC11 and C++20 differ (`Z6_U`), it is that of C++20.
use crate::yardsticks::prelude::*;

const fn litmus(name: &'static str, published: u64, text: &'static str) -> Count {
    Count::litmus(name, published, text)
}

pub(super) const PROGRAMS: [Count; 37] = [
    litmus("2cowr", 4, "Ry.acq | Rx.acq | Wx1.rel | Wy1.rel"),
    litmus("2w2w_2sc_scf", 3, "Wx1.sc Wy2.sc | Wy1.rlx F.sc Wx2.rlx"),
    litmus("2w2w_3sc_1rel, release1", 4, "Wx1.sc Wy2.sc | Wy1.rel Wx2.sc"),
    litmus("2w2w_3sc_1rel, release2", 4, "Wx1.sc Wy2.sc | Wy1.sc Wx2.rel"),
    litmus("2w2w_4rel", 4, "Wy1.rel Wx2.rel | Wx1.rel Wy2.rel"),
    litmus("2w2w_4sc", 3, "Wx1.sc Wy2.sc | Wy1.sc Wx2.sc"),
    litmus("IRIW-acq-sc", 16, "Wx1.sc | Rx.acq Ry.sc | Ry.acq Rx.sc | Wy1.sc"),
    litmus("IRIWish", 28, "Wx1.rlx | Rx.rlx Wyr.rel | Rx.rlx F.ar Ry.rlx | Ry.rlx F.ar Rx.rlx"),
    litmus("LB", 3, "Ry.acq Wx2.rel | Rx.acq Wy1.rel"),
    litmus("LB_incMPs", 15, "Rx.acq Uz.ar | Uz.ar Wy1.rel | Ry.acq Uw.ar | Uw.ar Wx1.rel"),
    litmus("MP", 3, "Wx1.rel Wy1.rel | Ry.acq Rx.acq"),
    litmus("MP_incMPs", 7, "Ry.acq Uz.ar | Uz.ar Rx.acq | Wx1.rel Wy1.rel"),
    litmus("MP_rels_acqf", 4, "Wx1.rlx Wy0.rel Wy1.rlx | Ry.rlx>0? F.acq Rx.rlx"),
    litmus("MPU_rels_acq", 13, "Wx1.rlx Wy0.rel Wy1.rlx | Uy.rlx | Ry.acq>1? Wx2.rlx"),
    litmus(
        "MPU2_rels_acqf",
        36,
        "Wx1.rlx Wy0.rel Wy1.rlx | Cy2-3.rlx | Cy1-2.rlx | Ry.acq>2? F.acq Wx2.rlx",
    ),
    litmus("SB", 4, "Wx1.rel Ry.acq | Wy1.rel Rx.acq"),
    litmus("SB_2sc_scf", 3, "Wx1.sc Ry.sc | Wy1.rlx F.sc Rx.rlx"),
    litmus("Z6_U", 24, "Wx1.sc Wy1.rel | Uy.sc Ry.rlx | Wy3.sc Rx.sc"),
    litmus("Z6_acq", 7, "Wx1.rlx F.sc Wy1.rlx | Ry.acq Wz1.rlx | Wz2.rlx F.sc Rx.rlx"),
    litmus("atomicpo", 4, "Wx1.rlx F.ar Wy1.rlx | Xy1.rlx Xx1.rlx"),
    litmus("casdep", 2, "Rx.rlx Cyr-1.rlx Wzr.rlx | Wy2.rlx"),
    litmus("ccr", 2, "Cx0-42.rlx | Cx0-17.rlx Rx.rlx"),
    litmus("cii", 6, "Cx1-2.rlx | Ux.rlx | Ux.rlx"),
    litmus("corr", 6, "Wx1.rel Wx2.rel | Rx.acq Rx.acq"),
    litmus("corr0", 4, "Wx1.rel | Rx.acq | Rx.acq"),
    litmus("corr1", 36, "Wx1.rel | Wx2.rel | Rx.acq Rx.acq | Rx.acq"),
    litmus("corr2", 72, "Wx1.rel | Wx2.rel | Rx.acq Rx.acq | Rx.acq Rx.acq"),
    litmus("corw", 3, "Rx.acq Wx1.rel | Wx2.rel"),
    litmus("cowr", 3, "Wx1.rel Rx.acq | Wx2.rel"),
    litmus("cumul-release", 8, "Wx1.rlx Wy1.rel | Ry.rlx Wzr.rlx | Rz.rlx F.ar Rx.rlx"),
    litmus("default", 12, "Rx.acq Rx.acq | Wx1.rel | Wx2.rel"),
    litmus("detour", 9, "Wx1.rlx | Rz.rlx Wxr-1.rlx Rx.rlx Wyr.rlx | Ry.rlx Wzr.rlx"),
    litmus("fr_w_w_w_reads", 210, "Wx1.rlx | Wx2.rlx | Wx3.rlx | Rx.rlx Rx.rlx Rx.rlx Rx.rlx"),
    litmus("inc2w", 6, "Ux1.rlx | Wx4.rel | Ux2.rlx"),
    litmus("inc_inc_RR_W_RR", 600, "Ux.rlx | Ux.rlx | Rx.rlx Rx.rlx | Wx42.rlx | Rx.rlx Rx.rlx"),
    litmus("riwi", 3, "Ry.rlx Ux.rlx | Ux.rlx Wy1.rel"),
    litmus("viktor-relseq", 180, "Ux.acq Ux.rlx | Ux.rlx Ux.rlx | Ux.rel | Ux.rlx"),
];
