"""What the browser shows: layouts from plain data, and thin callbacks that join them to the address."""
