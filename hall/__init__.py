"""The shared kernel: clock, ids, errors, links, retry, logs, texts and the root of the command line. Imports nothing of ours."""
