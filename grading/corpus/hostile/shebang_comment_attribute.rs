#!/*a*/[allow(dead_code)]
