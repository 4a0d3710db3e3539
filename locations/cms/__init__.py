"""The CMS screens and forms of hours and programme; what visitors see is beside this folder, not in it."""
