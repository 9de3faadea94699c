fn at​tack() {}
