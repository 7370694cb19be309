"""A story to a page: typed context, head, structured data, pictures, dates. No I/O, no clock, no environment."""
