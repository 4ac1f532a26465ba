"""The words that staff do not write to a family, what to write instead, and turns of phrase that only look alike.

The one module that has to name them; it says nothing itself, and families never read it. One turn of phrase a line:
``a|b`` is either word, ``word?`` may be left out. Letter case, hyphens, quotation marks and line breaks make no
difference, and the longest one wins. ``instead`` ends the sentence "Use plainer words: instead of “…”, …".
"""

from typing import NamedTuple


class Row(NamedTuple):
    """What is not written, and what is."""

    instead: str
    phrases: str


AVOID = (
    Row(
        "write “child who has harmed” or “child whose behaviour has harmed”",
        """
        young? perpetrator|perpetrators|perp|perps|offender|offenders|reoffender|reoffenders|abuser|abusers
        young|child|juvenile? sex|sexual? offender|offenders|abuser|abusers
        perpetrate|perpetrates|perpetrated|perpetrating|perpetration
        """,
    ),
    Row(
        "write “support for children whose behaviour has harmed others”",
        "perpetrator|perpetrators|offender|offenders service|services|support|programme|programmes|program|programs",
    ),
    Row(
        "write “child who was harmed” or their own name",
        """
        victim|victims|victimhood|survivor|survivors
        alleged victim|victims|survivor|survivors
        victimise|victimises|victimised|victimising|victimisation
        victimize|victimizes|victimized|victimizing|victimization
        """,
    ),
    Row(
        "leave it out, or write “reported” of an event",
        "alleged|allegedly",
    ),
    Row(
        "write “harm between children”",
        """
        peer on peer abuse|abuser|abusers|harm|violence|assault|assaults?
        peer to peer abuse|harm|violence|assault|assaults
        peer abuse
        """,
    ),
    Row(
        "write “what [name] told us”",
        """
        disclosure|disclosures|disclose|discloses|disclosed|disclosing
        allegation|allegations|allege|alleges|alleging
        """,
    ),
    Row(
        "write “chose not to”, “could not come” or “we have not yet found a way that works”",
        """
        refuse|refuses|refused|refusing|refusal to engage
        decline|declines|declined|declining to engage
        fail|fails|failed|failing|failure to engage
        did|do|does|would|will|could not engage
        didn|don|doesn|wouldn|won|couldn t engage
        not engaging
        non engagement|engaging
        lack of engagement
        disengaged|disengagement
        dna|dnas|dnaed
        did not attend
        didn t attend
        hard to reach
        """,
    ),
    Row(
        "write “your family”, “your question” or the name",
        """
        case|cases|subject|subjects
        the mother|mothers|father|fathers|mum|mums|dad|dads
        """,
    ),
    Row(
        "say what happened, plainly, such as “We did not share the report. We should have.”",
        """
        unhelpful|unhelpfully|unfortunate|unfortunately|regrettable|regrettably
        isolated incident|incidents
        mistake|mistakes were|was made
        lesson|lessons have|has|had|will|were|was be? been? learned|learnt
        lesson|lessons to be learned|learnt
        """,
    ),
    Row(
        "say what went wrong, and that you are sorry for it",
        """
        sorry if
        sorry that? you|she|he|they feel|feels|felt
        sorry for any
        any distress|upset|inconvenience|offence|hurt|harm|concern caused
        """,
    ),
    Row(
        "say what was done, and by which post: a name can be left out, what happened cannot",
        """
        for reasons of confidentiality|anonymity
        for confidentiality|anonymity reasons|purposes
        to protect|preserve anonymity
        appropriate action|actions|step|steps|measures
        certain|relevant people|persons|individuals|parties|matters
        unable to comment
        cannot|can comment
        can not|t comment
        """,
    ),
    Row(
        "write “finished for now”, or “we are not taking this further, because…”",
        """
        closed|closure|closures
        close|closing the|this|that|your|our|a case|file|matter|question|referral
        nfa|nfas|nfaed
        no further action
        """,
    ),
    Row(
        "write “please” or “if you can”",
        """
        you must
        fail|fails|failed|failing|failure|failures to
        """,
    ),
)

# What the list would catch by its letters alone: legal titles and ordinary English.
ALIKE = """
    victims|victim code
    victim s code
    victims|victim right to review
    victim s right to review
    just? in case
    in cases where|of|like
    in that|any|which|most|many|some|all|each|every|either|both|no|such|other case|cases
    in the case of
    be|been|is|was not|still|often|also|always? the case
    isn|wasn t the case
    as the case may be
    case by case
    lower|upper|title|sentence case
    case sensitive|insensitive|study|studies|law|worker|workers
    best|worst|test case|cases
    pencil|phone|glasses|book|suit|stair|brief|pillow|display case|cases
    court case|cases
    subject to
    subject line|lines|matter|access
    data|school|favourite|favorite|exam|gcse|option subject|subjects
    the mother|father tongue
    the mother|father in law
    disclosure and barring
    dna test|tests|testing|evidence|sample|samples|profile|profiles|result|results|match|swab|swabs
    closed circuit
    i|we|staff|worker|teacher|head|headteacher have|has|had? fail|fails|failed|failing to
    council|councils|service|services|team|school|schools|police|trust have|has|had? fail|fails|failed|failing to
    my|our|council|councils|service|services|team|school|schools|police|trust s? failure|failures to
    did not attend school|lessons|class
    didn t attend school|lessons|class
"""
