"""What visitors and moderators do, one use case in each file. `states` calls it, it calls the domain.

A use case takes parsed values and the `Attachment` of the caller, changes its `View`, and returns what else
the page must be told. It raises what it refuses. It knows no Reflex.
"""
