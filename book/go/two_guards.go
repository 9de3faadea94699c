// Every access is locked, so the race detector finds nothing. Visitors are lost anyway.
// run: go run -race two_guards.go
package main

import (
	"fmt"
	"sync"
)

func main() {
	var mu sync.Mutex // guards visitors
	visitors := 0
	read := func() int {
		mu.Lock()
		defer mu.Unlock()
		return visitors
	}
	write := func(count int) {
		mu.Lock()
		defer mu.Unlock()
		visitors = count
	}
	var doors sync.WaitGroup
	for door := 0; door < 2; door++ {
		doors.Add(1)
		go func() {
			defer doors.Done()
			for i := 0; i < 100_000; i++ {
				write(read() + 1)
			}
		}()
	}
	doors.Wait()
	fmt.Println(visitors, "of 200000 visitors counted")
}
