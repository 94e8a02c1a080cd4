"""The causes that may move the state: one name, one mechanism, one sentence each."""

from __future__ import annotations

from enum import Enum


class Cause(Enum):
    """Why a number moved. The value is (mechanism, words that follow the amount)."""

    LIMIT = ("", "stopped at the end of the scale")
    START = ("", "as the scenario sets it")
    # home
    ELECTION = ("P11", "a new government took office")
    MANDATE = ("P11", "the government's mandate was renewed")
    SETTLING = ("P11", "opinion returns to its usual level")
    THREAT_FELT = ("P11", "a threat is felt at home")
    PRICE = ("P11", "political price of the turn's orders")
    OPENING = ("P11", "institutions changed with the government")
    PEACE_AT_HOME = ("N2", "the conflict on its soil was settled")
    MANDATE_LIFTED = ("N2", "the Security Council measures were lifted")
    # participation
    SIGNED = ("P1", "signed the Framework Document")
    RETURNED = ("P1", "returned to the programme")
    STEP = ("P1", "reached a step of the ladder")
    HELD = ("P1", "holds its participation")
    RESUMED = ("P1", "resumed its participation")
    WITHDREW = ("P1", "withdrew from the programme")
    WORK = ("P1", "work toward the next step")
    DECLARED = ("P13", "declared a new depth of participation")
    DEED = ("P13", "what was declared is put into practice")
    NEGLECT = ("P13", "what was declared is not kept up")
    AID = ("P9", "aid from the sponsor")
    INVITED = ("P9", "invited by the sponsor")
    TABLED = ("P9", "a text was tabled")
    VOTED = ("P9", "the text was decided")
    RATIFIED_ACCESSION = ("P9", "a member's parliament ratified the accession")
    ACCEDED = ("P9", "acceded")
    # transparency
    PUBLISHING = ("P2", "plans and budgets published")
    DISCLOSURE = ("P2", "planning and review inside the programme")
    SECRECY = ("P2", "without exchange, knowledge grows old")
    # agreements
    INITIALLED = ("A3", "an agreement was signed")
    RATIFIED = ("A3", "an agreement was ratified")
    RATIFICATION_FAILED = ("A3", "ratification failed")
    IN_FORCE = ("A3", "an agreement entered into force")
    NOTICE = ("A3", "notice was given")
    ENDED = ("A3", "an agreement ended")
    LAPSED = ("A3", "an agreement was not renewed")
    RENEWED = ("A3", "an agreement was renewed")
    AGREEMENT_KEPT = ("A2", "agreements in force are kept")
    GROUP_KEPT = ("A1", "fellow members of a group keep their obligations")
    # exercises and interoperability
    EXERCISE_PLANNED = ("P5", "an exercise was announced")
    EXERCISE_ANSWERED = ("P5", "an invitation was answered")
    EXERCISED = ("P5", "exercised together")
    EXERCISE_CANCELLED = ("P5", "an exercise was cancelled")
    STANDARDS = ("P3", "common standards through the programme")
    TREATY_WORK = ("A2", "work under agreements")
    LAPSE = ("P3", "skills and certificates lapse without contact")
    # conflict
    DISPUTE = ("N2", "a militarised dispute")
    QUIET = ("N2", "the dispute ended")
    CALLED = ("A10", "an ally called for aid")
    HONOURED = ("A10", "the call was honoured")
    REFUSED_CALL = ("A10", "the call was refused")
    # trust and threat
    FADING = ("N1", "old evidence fades")
    DIALOGUE = ("N1", "dialogue between governments")
    REPUTE = ("N1", "word of mouth from third nations")
    APPRAISAL = ("N2", "power, distance and record appraised anew")
    MISJUDGED = ("P2", "misjudged for want of information")

    @property
    def mechanism(self) -> str:
        """The mechanism of the model this cause belongs to, ``""`` for bookkeeping."""
        return str(self.value[0])

    @property
    def words(self) -> str:
        """How the cause reads in an explanation."""
        return str(self.value[1])
