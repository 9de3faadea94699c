#! [allow(dead_code)]
