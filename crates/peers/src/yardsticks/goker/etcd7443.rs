//! A balancer sends its address under its lock, and its only receiver waits for that lock.
use super::prelude::*;
use std::collections::BTreeMap;

/// The address that means no address. In the buggy twin it is that of a connection, which is pinned
/// again and again.
const fn none(twin: Twin) -> usize {
    match twin {
        Twin::Buggy => 0,
        Twin::Repaired => usize::MAX,
    }
}

const ADDRESSES: [usize; 2] = [0, 1];

struct Balancer {
    pinned: Mutex<usize>,
    notify: Mutex<Option<mpsc::SyncSender<Vec<usize>>>>,
    twin: Twin,
}

impl Balancer {
    fn send(&self, pinned: MutexGuard<'_, usize>, addresses: &[usize]) {
        let _pinned = (self.twin == Twin::Buggy).then_some(pinned);
        let notify = self.notify.lock().unwrap().clone();
        if let Some(notify) = notify {
            match self.twin {
                Twin::Buggy => _ = notify.send(addresses.to_vec()),
                // A list that is not received yet is as good.
                Twin::Repaired => _ = notify.try_send(addresses.to_vec()),
            }
        }
    }

    fn up(&self, address: usize) {
        let mut pinned = self.pinned.lock().unwrap();
        if *pinned == none(self.twin) {
            *pinned = address;
            self.send(pinned, &[address]);
        }
    }

    fn down(&self, address: usize) {
        let mut pinned = self.pinned.lock().unwrap();
        if *pinned == address {
            *pinned = none(self.twin);
            self.send(pinned, &ADDRESSES);
        }
    }

    fn close(&self) {
        let _pinned = self.pinned.lock().unwrap();
        drop(self.notify.lock().unwrap().take());
    }
}

/// The connections, each with whether it is up; `None` once closed.
type Connections = Mutex<Option<BTreeMap<usize, Arc<Mutex<bool>>>>>;

fn tear_down(balancer: &Balancer, address: usize, connection: &Mutex<bool>) {
    let is_up = connection.lock().unwrap();
    if *is_up {
        balancer.down(address);
    }
}

fn watch(balancer: &Arc<Balancer>, connections: &Connections, lists: &mpsc::Receiver<Vec<usize>>) {
    let mut transports = Vec::new();
    for list in lists {
        let mut guard = connections.lock().unwrap();
        let Some(map) = guard.as_mut() else { continue };
        let gone: Vec<_> = map.extract_if(.., |address, _| !list.contains(address)).collect();
        for address in list {
            if map.contains_key(&address) {
                continue;
            }
            let connection = Arc::new(Mutex::new(false));
            map.insert(address, Arc::clone(&connection));
            let balancer = Arc::clone(balancer);
            transports.push(thread::spawn(move || {
                let mut is_up = connection.lock().unwrap();
                balancer.up(address);
                *is_up = true;
            }));
        }
        drop(guard);
        gone.iter().for_each(|(address, connection)| tear_down(balancer, *address, connection));
    }
    transports.into_iter().for_each(|transport| transport.join().unwrap());
}

pub(super) fn etcd7443(twin: Twin) {
    let (notify, lists) = mpsc::sync_channel(1);
    notify.send(ADDRESSES.to_vec()).unwrap();
    let notify = Mutex::new(Some(notify));
    let balancer = Arc::new(Balancer { pinned: Mutex::new(none(twin)), notify, twin });
    let connections = Connections::new(Some(BTreeMap::new()));
    thread::scope(|scope| {
        let (balancer, connections) = (&balancer, &connections);
        scope.spawn(move || watch(balancer, connections, &lists));
        scope.spawn(|| {
            let map = connections.lock().unwrap().take();
            balancer.close();
            for (address, connection) in map.unwrap() {
                tear_down(balancer, address, &connection);
            }
        });
    });
}
