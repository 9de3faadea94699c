use interleave as kit;
