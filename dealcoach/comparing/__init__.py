"""Compares deals then and now: what moved on each, and how the pipeline moved from start to end.

`comparing.compare` makes a Diff of two lists of `matching.Entry`; `past` reads the past side from git, and
`histories` the earlier versions that a review needs. Nothing is imported here: a review of one file that
only wants its history must not pay for the rest.
"""
