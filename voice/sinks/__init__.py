"""Where samples go: a sound device, or nothing at the pace of one."""
