"""The page as people use it: a real browser, a real server, the sample season."""
