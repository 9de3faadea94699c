// A goroutine owns the balance. Others send it deposits, and receive the balance.
package main

import "fmt"

var (
	deposits = make(chan int)
	balances = make(chan int)
)

func teller() {
	balance := 0 // confined to this goroutine
	for {
		select {
		case amount := <-deposits:
			balance += amount
		case balances <- balance:
		}
	}
}

func main() {
	go teller()
	done := make(chan struct{})
	for customer := 0; customer < 2; customer++ {
		go func() {
			for i := 0; i < 1000; i++ {
				deposits <- 1
			}
			done <- struct{}{}
		}()
	}
	<-done
	<-done
	fmt.Println("the balance is", <-balances)
}
