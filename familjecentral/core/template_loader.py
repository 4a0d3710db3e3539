"""The site's own templates without the indentation that only their authors need."""

import re

from django.template import Origin
from django.template.loaders import filesystem

_INDENTATION = re.compile(r"\s*\n\s*")


class CompactLoader(filesystem.Loader):
    """Line breaks stay, as one; what a template inserts is never touched. It is done once, when a template is read.

    A text of several lines inside `{% blocktranslate %}` would no longer be the one in the catalogues: write it in one.
    """

    def get_contents(self, origin: Origin) -> str:
        return _INDENTATION.sub("\n", super().get_contents(origin))
