"""Where members can be reached: what is kept sealed, changed by one act, frozen and checked."""
