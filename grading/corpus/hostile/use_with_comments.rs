use interleave /* a */ :: /* b */ on_real_threads as run;
