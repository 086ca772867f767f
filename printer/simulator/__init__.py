"""A stand-in at the far end of a printer's link: it reads the bytes, draws the paper, answers.

Written from the command reference and sharing nothing with the encoder, so that an error of one
is not agreed to by the other.
"""
