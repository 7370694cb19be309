"""`slugline theme`: what a theme's folder overrides, and what in it does not fit."""
