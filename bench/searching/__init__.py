"""What `hall90 bench search` is made of: corpora, engines beside ours, and the bars."""
