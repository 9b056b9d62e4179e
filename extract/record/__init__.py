"""What is kept: the tidy table and the store."""
