// Two goroutines wait for each other, but a third one is awake: the runtime reports nothing.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var knife, board sync.Mutex
	both := make(chan struct{}, 2)
	cook := func(first, second *sync.Mutex) {
		first.Lock()
		time.Sleep(10 * time.Millisecond)
		second.Lock()
		both <- struct{}{}
	}
	go cook(&knife, &board)
	go cook(&board, &knife)
	for second := 1; second <= 2; second++ {
		time.Sleep(time.Second)
		fmt.Println("after", second, "s:", len(both), "of 2 cooks have both tools")
	}
}
