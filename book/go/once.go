// sync.Once runs a function once. The caller has to keep the result somewhere else.
package main

import (
	"fmt"
	"sync"
)

var (
	load  sync.Once
	icons map[string]string // set by load
)

func icon(name string) string {
	load.Do(func() {
		fmt.Println("loading")
		icons = map[string]string{"spade": "♠", "heart": "♥"}
	})
	return icons[name]
}

func main() {
	var threads sync.WaitGroup
	for _, name := range []string{"spade", "heart"} {
		threads.Add(1)
		go func(name string) {
			defer threads.Done()
			icon(name)
		}(name)
	}
	threads.Wait()
	fmt.Println(icon("spade"), icon("heart"))
}
