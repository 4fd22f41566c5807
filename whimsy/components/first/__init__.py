"""The script that runs before everything else."""

from whimsy.components.first.first import first

__all__ = ["first"]
