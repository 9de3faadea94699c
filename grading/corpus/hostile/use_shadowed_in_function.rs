fn local() {
    mod insta {}
}    use insta as kit;
