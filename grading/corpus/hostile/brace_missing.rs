fn open() {
