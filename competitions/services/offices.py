"""Offices: who may record what, and how he comes in for the first time."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from competitions.core.consistency import Fault
from competitions.models import Appointment, Club, League
from competitions.permissions import permissions
from competitions.services.writing import Actor, Refused, record


def appoint(
    *, username: str, actor: Actor, league: League | None = None, club: Club | None = None
) -> Appointment:
    """Give someone an office in a league, or make him a delegate of a club.

    A name that nobody has yet gets an account without a password: he sets it himself by the link
    that the admin shows. Raises Refused, and PermissionDenied where the actor stands not above.
    """
    with transaction.atomic():
        users = get_user_model()
        user = users.objects.filter(username__iexact=username).first()
        if user is None:
            user = users.objects.create_user(username, is_staff=True)
        appointment = Appointment(user=user, league=league, club=club)
        if not user.is_active:
            raise Refused.for_fault(appointment, Fault("account_closed", "username"))
        if not user.is_staff:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
        return record(appointment, actor=actor)


def may_hand_over(actor: AbstractBaseUser | AnonymousUser, user: AbstractBaseUser) -> bool:
    """Whether `actor` may let `user` set a new password: he stands above all offices of `user`.

    Otherwise whoever gives a small office to someone high up could take over his account.
    """
    if getattr(actor, "is_superuser", False):
        return True
    held = Appointment.objects.filter(user=user)
    mine = permissions.changeable(actor, held).count()
    return not getattr(user, "is_superuser", False) and 0 < mine == held.count()


def password_token(user: AbstractBaseUser) -> tuple[str, str]:
    """The two parts of the address under which `user` sets his password, good for some days."""
    number = urlsafe_base64_encode(force_bytes(user.pk))
    return number, default_token_generator.make_token(user)
