pub struct Arc<T>(T);
