trace_macros!(true);
