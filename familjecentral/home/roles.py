"""What Wagtail's two groups may do with our records. Pages, images and documents are Wagtail's own to give."""

from django.contrib.auth.models import Group, Permission

# Group → model → actions. Editors write drafts; moderators publish (Wagtail's own division of work).
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "Editors": {"centreservice": ("add", "change"), "servicetype": ("add", "change")},
    "Moderators": {
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
