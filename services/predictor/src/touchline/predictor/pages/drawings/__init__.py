"""Pictures as SVG, each a plain function from numbers to text; every number is shown in words beside it too.

Colours stand in attributes, so that a picture is whole by itself; in a page its style sheet has the last word.
"""
