"""What the benches load a server with, and the floors they measure beside it."""
