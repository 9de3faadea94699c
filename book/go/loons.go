// Three loons speak, each in a goroutine. A WaitGroup waits for all of them.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var loons sync.WaitGroup
	for _, name := range []string{"Bugs", "Daffy", "Elmer"} {
		loons.Add(1)
		go func(name string) {
			defer loons.Done()
			fmt.Println("Hi, I'm", name)
		}(name)
	}
	loons.Wait()
}
