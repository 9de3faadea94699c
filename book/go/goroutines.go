// 100,000 goroutines, on as many threads as GOMAXPROCS says, and a stack that grows.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func depth(n int) int {
	var frame [128]byte
	if n == 0 {
		return int(frame[0])
	}
	return depth(n-1) + int(frame[n%128])
}

func main() {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var started, ended sync.WaitGroup
	leave := make(chan struct{})
	const N = 100_000
	for i := 0; i < N; i++ {
		started.Add(1)
		ended.Add(1)
		go func() {
			defer ended.Done()
			started.Done()
			<-leave
		}()
	}
	started.Wait()
	runtime.ReadMemStats(&after)
	fmt.Println(runtime.NumGoroutine()-1, "goroutines are waiting")
	fmt.Println((after.StackInuse-before.StackInuse)/N, "bytes of stack for each")
	fmt.Println("GOMAXPROCS is", runtime.GOMAXPROCS(0))
	close(leave)
	ended.Wait()

	fmt.Println("a million calls deep:", depth(1_000_000) == 0)
}
