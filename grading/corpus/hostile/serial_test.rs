use serial_test::serial;
