"""A real explanation: Arsenal against Chelsea in December 2019, by a blend of all that was known before that season."""

from touchline.football.explanation import Explanation, Numbers
from touchline.football.families import Family

ARSENAL_CHELSEA = Explanation(
    served=Numbers(0.293393, 0.259571, 0.447036, 1.284871, 1.647419),
    ordinary=Numbers(0.45375, 0.271777, 0.274473, 1.533284, 1.144616),
    contributions={
        Family.RATINGS: Numbers(-0.007049, 0.001555, 0.005494, -0.009225, 0.012161),
        Family.GOALS: Numbers(-0.067675, -0.002986, 0.070661, -0.12473, 0.290361),
        Family.SHOTS: Numbers(-0.087737, -0.013468, 0.101206, -0.134345, 0.192658),
        Family.FORM: Numbers(0.005445, -0.00443, -0.001015, 0.00766, -0.003542),
        Family.REST: Numbers(-0.000574, 0.000368, 0.000207, -0.001274, 8.8e-05),
        Family.HEAD_TO_HEAD: Numbers(0.000934, 0.002754, -0.003689, 0.003982, -0.004048),
        Family.SQUADS: Numbers(-0.001959, 2.5e-05, 0.001934, -0.003357, 0.003344),
        Family.DIVISION: Numbers(-0.00174, 0.003976, -0.002235, 0.012877, 0.011783),
    },
)
