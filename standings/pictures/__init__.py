"""Pictures for links that are shared: what a page shows, in 1200 by 630.

`arranging` takes the value of a page and chooses the words (`cards`), `drawing` sets them with the
means of `ink`, `answers` keeps and sends what was drawn.
"""
