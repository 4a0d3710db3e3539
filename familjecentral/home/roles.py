"""What Wagtail's two groups may do with our records. Pages, images and documents are Wagtail's own to give."""

from django.contrib.auth.models import Group, Permission

# The same for both groups.
TIMES: dict[str, tuple[str, ...]] = {
    "servicehours": ("add", "change"),
    "hoursexception": ("add", "change", "delete"),
    "activity": ("add", "change", "delete"),
    "occurrenceoverride": ("add", "change", "delete"),
    "hoursconfirmation": ("add",),
    "fullnotice": ("add",),
    "accessibilityreport": ("change", "delete"),
    "synonym": ("add", "change", "delete"),
    # A message warns now or not at all: it waits for nobody's approval either.
    "alert": ("add", "change", "publish"),
}

# Group → model → actions. Editors write drafts; moderators publish (Wagtail's own division of work).
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    # Hours and programme take effect at once, whoever enters them: a closure waits for nobody's approval.
    "Editors": {"centreservice": ("add", "change"), "servicetype": ("add", "change"), **TIMES},
    "Moderators": {
        **TIMES,
        "centreservice": ("add", "change", "delete", "publish"),
        "servicetype": ("add", "change", "publish"),
        "sitesettings": ("change",),
    },
}


def give_roles() -> None:
    """Add what a group lacks; what an administrator gave or a new group is left as it is."""
    for name, models in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        codenames = [f"{action}_{model}" for model, actions in models.items() for action in actions]
        group.permissions.add(*Permission.objects.filter(codename__in=codenames))
