"""The render function: an HTTP request comes in, a page goes out. A thin shell around `slugline`."""
