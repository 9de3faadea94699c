use proptest as kit;
