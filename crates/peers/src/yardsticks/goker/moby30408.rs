//! A plugin is waited for whose activation has failed.
use super::prelude::*;

#[derive(Default)]
struct Plugin {
    manifest: Option<u32>,
    error: Option<&'static str>,
}

pub(super) fn moby30408(twin: Twin) {
    let (plugin, changed) = (Mutex::new(Plugin::default()), Condvar::new());
    let is_pending = |plugin: &mut Plugin| match twin {
        Twin::Buggy => plugin.manifest.is_none(),
        Twin::Repaired => plugin.manifest.is_none() && plugin.error.is_none(),
    };
    thread::scope(|scope| {
        scope.spawn(|| drop(changed.wait_while(plugin.lock().unwrap(), is_pending).unwrap()));
        plugin.lock().unwrap().error = Some("activation failed");
        changed.notify_all();
    });
}
