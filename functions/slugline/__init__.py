"""Slugline: a story in, a page out.

Plain Python that knows neither AWS events nor HTTP servers. Data flows one way:
request -> route -> load -> decode -> render -> answer.
"""

__version__ = "0.1.0"
