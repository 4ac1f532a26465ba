"""Conversations of the demo: a parent and a child of one side, each their own, and a parent of the other who waits."""

from uuid import uuid4

from portal.messaging import actions as messaging
from portal.workflow import clock
from reconciliation.families.actions import open_conversation
from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.days import at

# Who says what to whom: working days from today, the time, who it is, and their words.
Said = tuple[int, str, str, str]
IMELDA: tuple[Said, ...] = (
    (-8, "20:15", "family_member", "Corin did not sleep before the visit. Can it be in the afternoon next time?"),
    (-7, "09:30", "caseworker", "Yes. I have asked for half past two and will tell you when it is confirmed."),
    (-4, "11:05", "caseworker", "It is confirmed: half past two, at your house. Ask me if anything worries you."),
    (-4, "17:50", "family_member", "Thank you. That helps."),
    (-1, "15:20", "caseworker", "The school still owes us one answer. I called them again today."),
)
CORIN: tuple[Said, ...] = (
    (-3, "16:50", "young_person", "can I sit by the window in the new class"),
    (-2, "10:10", "caseworker", "I asked your teacher. She says yes. Is there anything else you want me to ask?"),
)
PETRA: tuple[Said, ...] = (
    (-5, "12:30", "other_caseworker", "You can write to me here. I read it on working days, from nine to five."),
    (-1, "21:40", "other_family", "Who else reads what I write here?"),
)


def talk(cast: Cast) -> None:
    """Whoever writes has read what was there; Imelda's newest message is unread, and Petra waits for a reply."""
    for asker, account, said in (
        ("imelda", "family_member", IMELDA), ("corin", "young_person", CORIN), ("petra", "other_family", PETRA),
    ):  # fmt: skip
        with clock.moved(at(said[0][0], said[0][1])):
            thread = open_conversation(actor=cast.actor(account), person_id=cast.people[asker].pk)
        for number, (ago, time, who, text) in enumerate(said):
            with clock.moved(at(ago, time)):
                if number:
                    messaging.mark_read(actor=cast.actor(who), thread=thread, number=number)
                messaging.send(actor=cast.actor(who), thread_id=thread.pk, text=text, client_id=uuid4())
