//! Each function has std's signature: the same lines compile for both crates.

macro_rules! atomics {
    ($std:ident: $($atomic:ident $type:ty),*) => {$({
        use $std::sync::atomic::{$atomic as A, Ordering};
        let _: (fn($type) -> A, fn($type) -> A, fn() -> A) = (A::new, A::from, A::default);
        let _: (fn(A) -> $type, fn(&mut A) -> &mut $type) = (A::into_inner, A::get_mut);
        let _: (fn(&A, Ordering) -> $type, fn(&A, $type, Ordering)) = (A::load, A::store);
        type Cas = fn(&A, $type, $type, Ordering, Ordering) -> Result<$type, $type>;
        let _: [Cas; 2] = [A::compare_exchange, A::compare_exchange_weak];
        type Try = fn(&A, Ordering, Ordering, fn($type) -> Option<$type>) -> Result<$type, $type>;
        let _: [Try; 2] = [A::fetch_update, A::try_update];
        let _: fn(&A, Ordering, Ordering, fn($type) -> $type) -> $type = A::update;
        type Change = fn(&A, $type, Ordering) -> $type;
        let _: [Change; 5] =
            [A::swap, A::fetch_and, A::fetch_nand, A::fetch_or, A::fetch_xor];
    })*};
}

macro_rules! integers {
    ($std:ident: $($atomic:ident $type:ty),*) => {$({
        use $std::sync::atomic::{$atomic as A, Ordering};
        type Change = fn(&A, $type, Ordering) -> $type;
        let _: [Change; 4] = [A::fetch_add, A::fetch_sub, A::fetch_max, A::fetch_min];
    })*};
}

macro_rules! signatures {
    ($std:ident) => {
        #[allow(clippy::type_complexity, reason = "signatures are written out")]
        #[test]
        fn $std() {
            use $std::sync::atomic::{self, Ordering};
            use $std::sync::{self, LockResult, TryLockResult, mpsc};
            use $std::time::{Duration, Instant};
            use $std::{hint, thread};

            type M = sync::Mutex<u8>;
            let _: fn(u8) -> M = M::new;
            let _: fn(M) -> LockResult<u8> = M::into_inner;
            let _: fn(&M) -> LockResult<sync::MutexGuard<'_, u8>> = M::lock;
            let _: fn(&M) -> TryLockResult<sync::MutexGuard<'_, u8>> = M::try_lock;
            let _: (fn(&M) -> bool, fn(&M)) = (M::is_poisoned, M::clear_poison);
            let _: fn(&mut M) -> LockResult<&mut u8> = M::get_mut;
            let _: (fn(u8) -> M, fn() -> M) = (M::from, M::default);

            type R = sync::RwLock<u8>;
            let _: fn(u8) -> R = R::new;
            let _: fn(R) -> LockResult<u8> = R::into_inner;
            let _: fn(&R) -> LockResult<sync::RwLockReadGuard<'_, u8>> = R::read;
            let _: fn(&R) -> LockResult<sync::RwLockWriteGuard<'_, u8>> = R::write;
            let _: fn(&R) -> TryLockResult<sync::RwLockReadGuard<'_, u8>> = R::try_read;
            let _: fn(&R) -> TryLockResult<sync::RwLockWriteGuard<'_, u8>> = R::try_write;
            let _: (fn(&R) -> bool, fn(&R)) = (R::is_poisoned, R::clear_poison);
            let _: fn(&mut R) -> LockResult<&mut u8> = R::get_mut;
            let _: (fn(u8) -> R, fn() -> R) = (R::from, R::default);
            let _: fn(sync::RwLockWriteGuard<'static, u8>) -> sync::RwLockReadGuard<'static, u8> =
                sync::RwLockWriteGuard::downgrade;

            type C = sync::Condvar;
            type G<'a> = sync::MutexGuard<'a, u8>;
            let _: (fn() -> C, fn() -> C) = (C::new, C::default);
            let _: for<'a> fn(&C, G<'a>) -> LockResult<G<'a>> = C::wait;
            let _: for<'a> fn(&C, G<'a>, fn(&mut u8) -> bool) -> LockResult<G<'a>> = C::wait_while;
            let _: for<'a> fn(
                &C,
                G<'a>,
                Duration,
            ) -> LockResult<(G<'a>, sync::WaitTimeoutResult)> = C::wait_timeout;
            let _: for<'a> fn(
                &C,
                G<'a>,
                Duration,
                fn(&mut u8) -> bool,
            ) -> LockResult<(G<'a>, sync::WaitTimeoutResult)> = C::wait_timeout_while;
            let _: (fn(&C), fn(&C)) = (C::notify_one, C::notify_all);
            let _: fn(&sync::WaitTimeoutResult) -> bool = sync::WaitTimeoutResult::timed_out;

            let _: fn(usize) -> sync::Barrier = sync::Barrier::new;
            let _: fn(&sync::Barrier) -> sync::BarrierWaitResult = sync::Barrier::wait;
            let _: fn(&sync::BarrierWaitResult) -> bool = sync::BarrierWaitResult::is_leader;

            let _: fn() -> sync::Once = sync::Once::new;
            let _: fn(&sync::Once, fn()) = sync::Once::call_once;
            let _: fn(&sync::Once, fn(&sync::OnceState)) = sync::Once::call_once_force;
            let _: fn(&sync::Once) -> bool = sync::Once::is_completed;
            let _: (fn(&sync::Once), fn(&sync::Once)) = (sync::Once::wait, sync::Once::wait_force);
            let _: fn(&sync::OnceState) -> bool = sync::OnceState::is_poisoned;

            type O = sync::OnceLock<u8>;
            let _: (fn() -> O, fn() -> O, fn(u8) -> O) = (O::new, O::default, O::from);
            let _: (fn(&O) -> Option<&u8>, fn(&mut O) -> Option<&mut u8>) = (O::get, O::get_mut);
            let _: (fn(&O, u8) -> Result<(), u8>, fn(&O) -> &u8) = (O::set, O::wait);
            let _: fn(&O, fn() -> u8) -> &u8 = O::get_or_init;
            let _: (fn(O) -> Option<u8>, fn(&mut O) -> Option<u8>) = (O::into_inner, O::take);
            let _: (fn(&O) -> O, fn(&O, &O) -> bool) = (O::clone, O::eq);

            type L = sync::LazyLock<u8>;
            let _: (fn(fn() -> u8) -> L, fn(&L) -> &u8, fn() -> L) = (L::new, L::force, L::default);
            let _: fn(&mut L) -> &mut u8 = L::force_mut;
            let _: (fn(&L) -> Option<&u8>, fn(&mut L) -> Option<&mut u8>) = (L::get, L::get_mut);
            let _: fn(&mut L) -> &mut u8 = <L as core::ops::DerefMut>::deref_mut;

            let _: fn() -> (mpsc::Sender<u8>, mpsc::Receiver<u8>) = mpsc::channel;
            let _: fn(usize) -> (mpsc::SyncSender<u8>, mpsc::Receiver<u8>) = mpsc::sync_channel;
            let _: fn(&mpsc::Sender<u8>, u8) -> Result<(), mpsc::SendError<u8>> =
                mpsc::Sender::send;
            let _: fn(&mpsc::SyncSender<u8>, u8) -> Result<(), mpsc::SendError<u8>> =
                mpsc::SyncSender::send;
            let _: fn(&mpsc::SyncSender<u8>, u8) -> Result<(), mpsc::TrySendError<u8>> =
                mpsc::SyncSender::try_send;
            type Q = mpsc::Receiver<u8>;
            let _: fn(&Q) -> Result<u8, mpsc::RecvError> = Q::recv;
            let _: fn(&Q) -> Result<u8, mpsc::TryRecvError> = Q::try_recv;
            let _: fn(&Q, Duration) -> Result<u8, mpsc::RecvTimeoutError> = Q::recv_timeout;
            let _: (fn(&Q) -> mpsc::Iter<'_, u8>, fn(&Q) -> mpsc::TryIter<'_, u8>) =
                (Q::iter, Q::try_iter);
            let _: fn(Q) -> mpsc::IntoIter<u8> = Q::into_iter;

            atomics!($std: AtomicBool bool, AtomicU8 u8, AtomicI8 i8, AtomicU16 u16, AtomicI16 i16);
            atomics!($std: AtomicU32 u32, AtomicI32 i32, AtomicU64 u64, AtomicI64 i64);
            atomics!($std: AtomicUsize usize, AtomicIsize isize);
            integers!($std: AtomicU8 u8, AtomicI8 i8, AtomicU16 u16, AtomicI16 i16, AtomicU32 u32);
            integers!($std: AtomicI32 i32, AtomicU64 u64, AtomicI64 i64, AtomicUsize usize);
            integers!($std: AtomicIsize isize);
            let _: fn(&atomic::AtomicBool, Ordering) -> bool = atomic::AtomicBool::fetch_not;
            let _: (fn(Ordering), fn(Ordering)) = (atomic::fence, atomic::compiler_fence);

            let _: fn(fn() -> u8) -> thread::JoinHandle<u8> = thread::spawn;
            let _: (fn(), fn(Duration), fn()) = (thread::yield_now, thread::sleep, thread::park);
            let _: (fn(Duration), fn() -> thread::Thread) =
                (thread::park_timeout, thread::current);
            let _: (fn() -> bool, fn() -> std::io::Result<std::num::NonZero<usize>>) =
                (thread::panicking, thread::available_parallelism);
            type B = thread::Builder;
            let _: (fn() -> B, fn(B, String) -> B, fn(B, usize) -> B) =
                (B::new, B::name, B::stack_size);
            let _: fn(B, fn() -> u8) -> std::io::Result<thread::JoinHandle<u8>> = B::spawn;
            type J = thread::JoinHandle<u8>;
            let _: (fn(J) -> thread::Result<u8>, fn(&J) -> &thread::Thread, fn(&J) -> bool) =
                (J::join, J::thread, J::is_finished);
            type T = thread::Thread;
            let _: (fn(&T), fn(&T) -> thread::ThreadId, fn(&T) -> Option<&str>) =
                (T::unpark, T::id, T::name);
            let total: u8 = thread::scope(|scope| {
                let named = B::new().spawn_scoped(scope, || 1).unwrap();
                let other: thread::ScopedJoinHandle<'_, u8> = scope.spawn(|| 2);
                let _ = (named.thread().id(), other.is_finished());
                named.join().unwrap() + other.join().unwrap()
            });
            assert_eq!(total, 3);

            let _: (fn() -> Instant, fn(&Instant) -> Duration) = (Instant::now, Instant::elapsed);
            type Since<R> = fn(&Instant, Instant) -> R;
            let _: [Since<Duration>; 2] =
                [Instant::duration_since, Instant::saturating_duration_since];
            let _: Since<Option<Duration>> = Instant::checked_duration_since;
            let _: [fn(&Instant, Duration) -> Option<Instant>; 2] =
                [Instant::checked_add, Instant::checked_sub];
            let _: fn() = hint::spin_loop;
        }
    };
}

signatures!(std);
signatures!(interleave);
