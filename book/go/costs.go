// What goroutines cost: seconds to start one, seconds for a message, bytes of one that waits.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

func start() float64 {
	const n = 100_000
	begin := time.Now()
	done := make(chan struct{})
	for i := 0; i < n; i++ {
		go func() { done <- struct{}{} }()
		<-done
	}
	return time.Since(begin).Seconds() / n
}

func message() float64 {
	const n = 500_000
	ping, pong := make(chan struct{}), make(chan struct{})
	go func() {
		for range ping {
			pong <- struct{}{}
		}
	}()
	begin := time.Now()
	for i := 0; i < n; i++ {
		ping <- struct{}{}
		<-pong
	}
	return time.Since(begin).Seconds() / (2 * n)
}

func memory() float64 {
	const n = 100_000
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var started sync.WaitGroup
	leave := make(chan struct{})
	for i := 0; i < n; i++ {
		started.Add(1)
		go func() {
			started.Done()
			<-leave
		}()
	}
	started.Wait()
	runtime.ReadMemStats(&after)
	close(leave)
	return float64(after.Sys-before.Sys) / n
}

func main() {
	fmt.Println(start())
	fmt.Println(message())
	fmt.Println(memory())
}
