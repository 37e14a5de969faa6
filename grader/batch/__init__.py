"""A whole class: what is graded, what is done already, and what is kept of it."""
