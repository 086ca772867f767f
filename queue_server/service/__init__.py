"""What the hall does when asked: one asynchronous façade over the rules and the store."""
