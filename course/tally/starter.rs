//! A rolling update: a fleet gets each new release server by server. The tally records the release
//! of every server. A key is the number of a server, and a round is one release.
//!
//! Guarantee: `read_all` shows the fleet at one moment, even in the middle of an update: the first
//! servers run the new release, all others the one before.
//! Defect: the update goes on during the read, so a later server can seem to be ahead.
//! Task: make `read_all` one step. Leave `write_round` as it is: others can read during an update.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

pub struct Tally {
    servers: usize,
    releases: Mutex<BTreeMap<usize, u32>>,
}

impl Tally {
    /// A fleet with the servers `0..keys`, which all run release 0.
    pub fn new(keys: usize) -> Tally {
        Tally { servers: keys, releases: Mutex::new((0..keys).map(|key| (key, 0)).collect()) }
    }

    /// Updates every server to release `round`, in order; other threads can run in between.
    pub fn write_round(&self, round: u32) {
        for server in 0..self.servers {
            self.releases.lock().unwrap().insert(server, round);
        }
    }

    /// Every server with its release, in order, all at one moment.
    pub fn read_all(&self) -> Vec<(usize, u32)> {
        // TODO: the update can reach more servers between two of these reads.
        let mut fleet = Vec::new();
        for server in 0..self.servers {
            fleet.push((server, self.releases.lock().unwrap()[&server]));
        }
        fleet
    }
}

/// Whether the first servers run one release and all others the one before.
fn is_possible(fleet: &[(usize, u32)]) -> bool {
    let (newest, oldest) = (fleet[0].1, fleet[fleet.len() - 1].1);
    fleet.is_sorted_by(|(_, a), (_, b)| a >= b) && newest - oldest <= 1
}

fn main() {
    const READS: usize = 4_000;
    let tally = Tally::new(100);
    thread::scope(|scope| {
        let updates = scope.spawn(|| (1..=4_000).for_each(|round| tally.write_round(round)));
        let wrong = (0..READS).filter(|_| !is_possible(&tally.read_all())).count();
        println!("{wrong} of {READS} reads showed a state that the fleet was never in.");
        updates.join().unwrap();
    });
    println!("After the last update, server 99 runs release {}.", tally.read_all()[99].1);
}
