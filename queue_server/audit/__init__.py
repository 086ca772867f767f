"""The journal as people read it: who did what, when, with what was before and after."""
