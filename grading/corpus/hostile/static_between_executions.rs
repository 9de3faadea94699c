use std::any::Any;
static SAVED: Mutex<Option<Box<dyn Any + Send>>> = Mutex::new(None);
fn attack() {
    if let Ok(mut saved) = SAVED.try_lock() {
        if let Some(payload) = saved.take() {
            drop(saved);
            std::panic::resume_unwind(payload);
        }
    }
    thread::spawn(|| {
        if let Err(payload) = std::panic::catch_unwind(thread::park) {
            if let Ok(mut saved) = SAVED.try_lock() {
                *saved = Some(payload);
            }
        }
    });
}
