// Four baristas write on one board, character by character.
package main

import (
	"fmt"
	"sync"
	"time"
)

var board = []byte("               ")

func write(order string) {
	for place := range order {
		board[place] = order[place]
		time.Sleep(time.Millisecond)
	}
}

func main() {
	var baristas sync.WaitGroup
	for _, order := range []string{"Choca          ", "Mocha with Milk", "Banana Shake   ", "Tea no sugar   "} {
		baristas.Add(1)
		go func(order string) {
			defer baristas.Done()
			write(order)
		}(order)
	}
	baristas.Wait()
	fmt.Printf("the board says %q\n", board)
}
