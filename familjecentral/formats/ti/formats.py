from familjecentral.formats.day_first import *  # noqa: F403
