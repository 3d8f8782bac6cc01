"""The Monday bulletin: a round on one sheet of A4.

`arranging` takes the value of the page and writes all words; the page and `paper` set the same
words, the one as HTML, the other as a PDF by `bulletin.typ`.
"""
