"""Public pages. A view asks one selector, and answers as a page or as a file of the same rows."""
