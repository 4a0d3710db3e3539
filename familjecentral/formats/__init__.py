"""Django's formats for the CMS (FORMAT_MODULE_PATH); visitors' dates are written by core/formats.py.

Swedish, Spanish and Turkish need none: Django's own have day before month, 24 hours and Monday first.
"""
