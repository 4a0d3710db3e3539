from familjecentral.formats.day_first import *  # noqa: F403

# "E" is the month's form beside a day: 3. elokuuta 2026.
DATE_FORMAT = "j. E Y"
MONTH_DAY_FORMAT = "j. E"
DATETIME_FORMAT = r"j. E Y \k\l\o H.i"
TIME_FORMAT = "H.i"
