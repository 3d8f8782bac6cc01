"""Competition values and the rules over them. Nothing here imports Django or reads a clock."""
