"""What `hall90 bench sync` measures with."""
