from django.utils.translation import get_language


def is_english() -> bool:
    """Whether the active language is English. With none active, Spanish is spoken."""
    return (get_language() or "").startswith("en")
