// A cache in which callers of one key wait for the first of them, and for nothing else.
package main

import (
	"fmt"
	"sync"
)

type entry struct {
	degrees int
	ready   chan struct{} // closed when degrees is set
}

var (
	mu    sync.Mutex // guards cache
	cache = map[string]*entry{}
)

func get(city string) int {
	mu.Lock()
	found := cache[city]
	if found == nil {
		found = &entry{ready: make(chan struct{})}
		cache[city] = found
		mu.Unlock()
		fmt.Println("measuring", city)
		found.degrees = len(city)
		close(found.ready)
	} else {
		mu.Unlock()
		<-found.ready
	}
	return found.degrees
}

func main() {
	var callers sync.WaitGroup
	for caller := 0; caller < 4; caller++ {
		callers.Add(1)
		go func() {
			defer callers.Done()
			get("Lima")
		}()
	}
	callers.Wait()
	fmt.Println(get("Lima"), "degrees in Lima")
}
