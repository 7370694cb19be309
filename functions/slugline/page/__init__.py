"""A story to a page: typed context, head, structured data, pictures, dates, rendering. No I/O, no clock, no environment."""
