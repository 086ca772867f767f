"""The hall's rules as pure functions over values: no clock, no socket, no database."""
