// One goroutine writes to a map while another iterates over it.
package main

import "fmt"

func main() {
	tally := map[int]int{}
	go func() {
		for round := 0; ; round++ {
			for key := 0; key < 100; key++ {
				tally[key] = round
			}
		}
	}()
	sum := 0
	for {
		for _, round := range tally {
			sum += round
		}
		if sum < 0 {
			fmt.Println(sum)
		}
	}
}
