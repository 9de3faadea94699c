// The database of exercise db behind net/http: GET, PUT and DELETE /db/{key}, a map under a mutex.
// run: go run server.go 8081
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"sync"
)

// DB is the map that all connections share.
type DB struct {
	mu     sync.Mutex // guards values
	values map[string]string
}

func (db *DB) get(key string) (string, bool) {
	db.mu.Lock()
	defer db.mu.Unlock()
	value, ok := db.values[key]
	return value, ok
}

func (db *DB) set(key, value string) bool {
	db.mu.Lock()
	defer db.mu.Unlock()
	_, replaced := db.values[key]
	db.values[key] = value
	return replaced
}

func (db *DB) remove(key string) bool {
	db.mu.Lock()
	defer db.mu.Unlock()
	_, existed := db.values[key]
	delete(db.values, key)
	return existed
}

func (db *DB) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	key := strings.TrimPrefix(r.URL.Path, "/db/")
	switch r.Method {
	case http.MethodGet:
		if value, ok := db.get(key); ok {
			fmt.Fprint(w, value)
		} else {
			http.Error(w, "no such key", http.StatusNotFound)
		}
	case http.MethodPut:
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		if err != nil {
			http.Error(w, "the body is too long", http.StatusRequestEntityTooLarge)
		} else if db.set(key, string(body)) {
			w.WriteHeader(http.StatusNoContent)
		} else {
			w.WriteHeader(http.StatusCreated)
		}
	case http.MethodDelete:
		if db.remove(key) {
			w.WriteHeader(http.StatusNoContent)
		} else {
			http.Error(w, "no such key", http.StatusNotFound)
		}
	default:
		http.Error(w, "use GET, PUT or DELETE", http.StatusMethodNotAllowed)
	}
}

func main() {
	http.Handle("/db/", &DB{values: map[string]string{}})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
