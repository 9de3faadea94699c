#!/usr/bin/env run-cargo-script
