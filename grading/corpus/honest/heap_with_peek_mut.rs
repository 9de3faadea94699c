fn _halve(heap: &mut std::collections::BinaryHeap<u32>) {
    if let Some(mut top) = heap.peek_mut() {
        *top /= 2;
    }
}
