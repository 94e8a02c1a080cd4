"""The terms of the game, each in a sentence or two."""

from __future__ import annotations

#: Term and what it means here, in the order of the alphabet.
GLOSSARY: tuple[tuple[str, str], ...] = (
    (
        "Agreement",
        (
            "A treaty between two nations. It is signed, then each side ratifies it; it binds "
            "once both have, and ends by notice."
        ),
    ),
    (
        "Annex",
        (
            "A part of an agreement that the two may publish or keep secret. A secret annex that "
            "comes to light costs trust."
        ),
    ),
    (
        "Call for aid",
        (
            "A nation under attack asks its allies. Each may honour the call or refuse it, "
            "and all see which."
        ),
    ),
    (
        "Capacity",
        (
            "The diplomatic effort and the money that a nation has for cooperation in a turn. "
            "Orders beyond it are refused."
        ),
    ),
    (
        "Civil control",
        (
            "How firmly parliament, courts and press hold the armed forces: the mean of "
            "its instruments, from 0 to 1."
        ),
    ),
    (
        "Confrontation",
        ("An open military dispute. It may climb step by step from threat to war, or be settled."),
    ),
    ("Consensus", "A way to decide: a text passes if no member blocks it."),
    (
        "Dependence",
        (
            "How much a nation lives on another's arms and supplies; a supplier can press its "
            "client."
        ),
    ),
    (
        "Depth",
        (
            "How far a nation takes part in a programme. It declares a depth; what it puts into "
            "practice, the depth in effect, follows slowly and is its own to know."
        ),
    ),
    ("Doctrine", "What a government weighs and how much. Nations that policies play decide by it."),
    ("Effort", "Units of diplomatic work: meetings, drafts, visits. Each order costs some."),
    (
        "Exercise",
        (
            "Joint training. It builds trust and interoperability among those who come; one "
            "that is cancelled costs trust."
        ),
    ),
    (
        "Group",
        (
            "An alliance, an organisation or a regional body, with obligations and a rule by which "
            "it decides."
        ),
    ),
    (
        "Insight",
        (
            "How much a nation knows of another's hidden affairs: by inspection, satellites and "
            "shared intelligence."
        ),
    ),
    ("Institutions", "How liberal the state is: law, courts and legislature, from 0 to 1."),
    (
        "Interoperability",
        (
            "How well two forces can work together. It is measured by domain; the "
            "weakest domain binds."
        ),
    ),
    ("Ladder", "The steps of a partnership programme, from the framework document to accession."),
    ("Mandate", "The decision of a group that makes a mission lawful."),
    (
        "Notified",
        ("The size of military activities that a nation declares. It may be less than the truth."),
    ),
    ("Posture", "How offensive a nation's forces stand. Others can only believe."),
    ("Quota", "How many inspections a nation must accept in a calendar year."),
    (
        "Seat",
        (
            "A nation at the table, played by a person or by a policy. A screen shows what one "
            "seat may know, and no more."
        ),
    ),
    (
        "Seed",
        (
            "The number from which all luck of a game is drawn. The same seed and the same orders "
            "give the same game."
        ),
    ),
    ("Stance", "The attitude of a government to the partnership, compared with its country's."),
    (
        "Tie",
        (
            "At least one agreement in force between two nations. That they are tied shows to "
            "everybody, by what agreement does not."
        ),
    ),
    (
        "Threat",
        (
            "The danger that a nation sees in another, from 0 to 1: capability, posture as "
            "believed, disputes, distance."
        ),
    ),
    (
        "Trust",
        (
            "How far a nation expects another to keep its word, from 0 to 1. It rests on evidence, "
            "its own and what it heard; 0.5 is knowing nothing."
        ),
    ),
    (
        "Will",
        (
            "Political will to cooperate at home. It prices every order, and changes with "
            "governments and with what comes of cooperation."
        ),
    ),
)
