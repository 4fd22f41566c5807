"""The face of the desk: dense, calm, and worked by keyboard."""
