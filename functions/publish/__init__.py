"""The publish function: a document changed in storage; its problems are told, and the edge forgets its pages."""
