// A channel with room for one token is a binary semaphore.
package main

import (
	"fmt"
	"sync"
)

var (
	token   = make(chan struct{}, 1) // guards balance
	balance int
)

func deposit(amount int) {
	token <- struct{}{} // lock: waits until there is room
	balance += amount
	<-token // unlock: makes room
}

func main() {
	var customers sync.WaitGroup
	for customer := 0; customer < 2; customer++ {
		customers.Add(1)
		go func() {
			defer customers.Done()
			for i := 0; i < 1000; i++ {
				deposit(1)
			}
		}()
	}
	customers.Wait()
	fmt.Println("the balance is", balance)
}
