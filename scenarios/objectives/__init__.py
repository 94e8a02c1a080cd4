"""What seats want: objectives, how far they are attained, and par.

An objective names a measure, what it is about, and the two values between which its attainment
runs from 0 to 1. A seat's score is the mean of its objectives by weight, and with it its standing
at the end. Par is what the seat's doctrine policy attains with the same luck.
"""

from scenarios.objectives import measures
from scenarios.objectives.aims import STANDING, Aim, aims_of
from scenarios.objectives.gain import Gain
from scenarios.objectives.needs import Names, faults_of
from scenarios.objectives.par import par, scored
from scenarios.objectives.registry import MEASURES, About, Measure, Moment, Span
from scenarios.objectives.tally import Score, Tally, attainment

__all__ = [
    "MEASURES",
    "STANDING",
    "About",
    "Aim",
    "Gain",
    "Measure",
    "Moment",
    "Names",
    "Score",
    "Span",
    "Tally",
    "aims_of",
    "attainment",
    "faults_of",
    "measures",
    "par",
    "scored",
]
