// Two goroutines count visitors on one counter, and nothing guards it.
// run: go run -race lost_update.go
package main

import (
	"fmt"
	"sync"
)

func main() {
	visitors := 0
	var doors sync.WaitGroup
	for door := 0; door < 2; door++ {
		doors.Add(1)
		go func() {
			defer doors.Done()
			for i := 0; i < 100_000; i++ {
				visitors++
			}
		}()
	}
	doors.Wait()
	fmt.Println(visitors, "of 200000 visitors counted")
}
