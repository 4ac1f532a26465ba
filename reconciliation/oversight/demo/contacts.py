"""How the families of the demo can be reached safely: what they said in `My details`."""

import datetime as dt

from portal.notifications import actions
from portal.workflow import clock
from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.days import at

TUESDAY_AND_THURSDAY = ["1", "3"]


def say(cast: Cast) -> None:
    """Imelda reads her own email; Petra has not confirmed for a while; Yusra's phone is a friend's."""
    with clock.moved(at(-8, "19:20")):
        _email(cast, "family_member")
    with clock.moved(at(-30, "12:40")):
        _email(cast, "other_family")
    with clock.moved(at(-9, "11:05")):
        yusra = cast.actor("yusra")
        actions.reach_by(actor=yusra, channel="sms", address="07700 900332", verified=True)
        actions.save_safe_contact(
            actor=yusra, is_private=False, who_else_sees_it="A friend, whose phone it is", format="audio",
            safe_days=TUESDAY_AND_THURSDAY, safe_from=dt.time(10), safe_to=dt.time(12),
        )  # fmt: skip
        actions.never_use(actor=yusra, channels=["phone", "post"])
        actions.confirm(actor=yusra)


def _email(cast: Cast, local: str) -> None:
    actor = cast.actor(local)
    actions.reach_by(actor=actor, channel="email", address=cast.users[local].email, verified=True)
    actions.save_safe_contact(actor=actor, is_private=True)
    actions.confirm(actor=actor)
