//! The litmus tests. Where the figures of RC11 and C++20 differ (`SB+rfis`), it is that of C++20.
use crate::yardsticks::prelude::*;

const fn litmus(name: &'static str, published: u64, text: &'static str) -> Count {
    Count::litmus(name, published, text)
}

pub(super) const PROGRAMS: [Count; 37] = [
    litmus("wrc11_fp", 4, "Wx1.rel | Wx2.rel Rx.acq Rx.acq"),
    litmus("2+2W+scfs", 3, "Wx1.rlx F.sc Wy2.rlx | Wy1.rlx F.sc Wx2.rlx"),
    litmus("SB+4sc", 3, "Wx1.sc Ry.sc | Wy1.sc Rx.sc"),
    litmus("SB+3sc+acq", 4, "Wx1.sc Ry.sc | Wy1.sc Rx.acq"),
    litmus("SB+3sc+rel", 4, "Wx1.sc Ry.sc | Wy1.rel Rx.sc"),
    litmus("SB+scfs", 3, "Wx1.rlx F.sc Ry.rlx | Wy1.rlx F.sc Rx.rlx"),
    litmus("SB+rfis", 3, "Wx1.rel Rx.sc Ry.sc | Wy1.rel Ry.sc Rx.sc"),
    litmus("RWC+syncs", 7, "Wx1.rlx | Rx.rlx F.sc Ry.rlx | Wy1.rlx F.sc Rx.rlx"),
    litmus("W+RWC", 7, "Wx1.rlx Wz1.rel | Rz.acq F.sc Ry.rlx | Wy1.rlx F.sc Rx.rlx"),
    litmus("peterZ", 7, "Wx1.rlx F.sc Ry.rlx | Wy1.rlx Wz1.rel | Rz.acq F.sc Rx.rlx"),
    litmus("isa2", 7, "Wa1.rlx Wb1.rel | Rb.acq Wc1.rel | Rc.acq Ra.rlx"),
    litmus("S", 4, "Wx2.rlx Wy1.rlx | Ry.rlx Wx1.rlx"),
    litmus("S+rel+acq", 2, "Wx1.rlx Wy1.rel | Ry.acq>0? Wx2.rlx"),
    litmus("S+rels+acq", 4, "Wx1.rlx Wy0.rel Wy1.rlx | Ry.acq>0? Wx2.rlx"),
    litmus("MP+rel+acq", 2, "Wx1.rlx Wy1.rel | Ry.acq>0? Rx.rlx"),
    litmus("MP+relf+acqf", 2, "Wx1.rlx F.rel Wy1.rlx | Ry.rlx>0? F.acq Rx.rlx"),
    litmus("MP+rels+acq", 4, "Wx1.rlx Wy0.rel Wy1.rlx | Ry.acq>0? Rx.rlx"),
    litmus(
        "MP2",
        9,
        "Wa1.rlx Wc1.rlx F.ar Wb1.rlx Wd1.rlx | Rb.rlx F.ar Ra.rlx | Rd.rlx F.ar Rc.rlx",
    ),
    litmus("MPU+rel+acq", 6, "Wx1.rlx Wy1.rel | Uy.rlx | Ry.acq>1? Wx2.rlx"),
    litmus("MPU2+rel+acq", 14, "Wx1.rlx Wy1.rel | Cy2-3.rlx | Cy1-2.rlx | Ry.acq>2? Wx2.rlx"),
    litmus("relseq", 20, "Wx1.rlx Wy1.rel Wy2.rlx | Xy3.rlx | Ry.rlx F.ar Rx.rlx"),
    litmus("LB2", 3, "Rx.rlx Wy1.rlx | Ry.rlx Wx1.rlx"),
    litmus("LB3", 7, "Ra.rlx Wb1.rlx | Rb.rlx Wc1.rlx | Rc.rlx Wa1.rlx"),
    litmus("LB+fr-fr", 18, "Rx.rlx Wy1.rlx | Ry.rlx Ry.rlx Wx1.rlx | Wy2.rlx"),
    litmus("WWmerge1", 17, "Rx.acq Ry.sc | Wx1.sc Wx2.sc | Wy1.sc Rx.sc"),
    litmus("WWmerge2", 8, "Rx.acq Ry.sc | Wx2.sc | Wy1.sc Rx.sc"),
    litmus("rel-B-cumul-acq", 16, "Wx1.rlx Wy1.rel | Ry.rlx Wzr.rlx | Rz.rlx F.ar Rx.rlx | Ry.acq"),
    litmus("relacq-B-cumul", 8, "Wx1.rlx Wy1.rel | Ry.acq Wz1.rlx | Rz.rlx F.ar Rx.rlx"),
    litmus("W+RRR+W", 20, "Wx1.rlx | Rx.rlx Rx.rlx Rx.rlx | Wx2.rlx"),
    litmus("rii", 3, "Rx.rlx Ux.rlx | Ux.rlx"),
    litmus("rinc+wr", 3, "Ux.rlx | Wx2.rlx Rx.rlx"),
    litmus("wcii", 24, "Wx5.rel | Cx1-2.rlx | Ux.rlx | Ux.rlx"),
    litmus("JLT", 8, "Wx1.rel Ry.acq Rx.acq | Wx2.rel Rx.acq | Wy3.rel"),
    litmus("small0", 9, "Rx.acq | Rx.acq Wx1.rel | Wx2.rel"),
    litmus("small1", 8, "Ry.acq Rz.acq Rx.acq | Wx1.rel | Wy1.rel Wz1.rel"),
    litmus("ori", 5, "Ux.rlx Wy1.rel | Cx0-1.acq | Ry.rlx>0? Wx4.rel"),
    litmus("RMWFix", 4, "Ry.sc>0? Ux.sc Ux.sc | Ux.sc | Wy42.sc"),
];
