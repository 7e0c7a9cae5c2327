"""The store: what was received, what it says, who decided what, and the log that holds them together."""
