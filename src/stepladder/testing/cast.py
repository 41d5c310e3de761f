"""One cast for tests, tutorials, the demo and screenshots: the same invented people and organisations everywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Somebody of the cast: who they are, what they want, and the address of their desk."""

    key: str
    name: str
    email: str
    what: str
    words: str
    desk: str

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.name.split()[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation of the cast."""

    key: str
    name: str
    url: str
    country: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TourStop:
    """One click of the guided tour: as whom, where to, and what to see there."""

    who: str
    title: str
    words: str
    address: str
    button: str


ISSUERS = (
    Body(
        key="college",
        name="Northgate College",
        url="https://northgate.example",
        country="IE",
        words="A town college with evening courses.",
    ),
    Body(
        key="guild",
        name="Guild of Service and Support",
        url="https://guild.example",
        country="NL",
        words="A professional body for service desks and customer work.",
    ),
    Body(
        key="academy",
        name="Open Trades Academy",
        url="https://trades.example",
        country="DE",
        words="Workshops and exams for crafts, care and logistics.",
    ),
)

EMPLOYER = Body(
    key="employer",
    name="Harbourline Services",
    url="https://harbourline.example",
    country="IE",
    words="A service company of 300 people that cannot fill its ICT help desk.",
)

LEARNER = Part(
    key="learner",
    name="Rosa Almeida",
    email="rosa.almeida@harbourline.example",
    what="Learner, 45, call-centre agent",
    words="Twenty years on the phone, little money, a good head for what is broken. She wants the help desk.",
    desk="/learner/",
)
MANAGER = Part(
    key="manager",
    name="Jonas Weber",
    email="jonas.weber@harbourline.example",
    what="Employer, people and learning",
    words="He has eight roles, 300 people and a budget, and would rather grow than hire.",
    desk="/employer/",
)
REGISTRAR = Part(
    key="registrar",
    name="Amina Diallo",
    email="amina.diallo@northgate.example",
    what="Issuer, registrar of a college",
    words="She designs micro-credentials, awards them, and has to take one back.",
    desk="/issuer/",
)
ASSESSOR = Part(
    key="assessor",
    name="Petra Novak",
    email="petra.novak@guild.example",
    what="Issuer, assessor at a professional body",
    words="She reads what learners hand in and says what is still missing.",
    desk="/issuer/",
)
OPERATOR = Part(
    key="operator",
    name="Sam Okafor",
    email="sam.okafor@operator.example",
    what="Operator of this server",
    words="He keeps it running and keeps the list of issuers that this server knows.",
    desk="/staff/",
)

CAST = {part.key: part for part in (LEARNER, MANAGER, REGISTRAR, ASSESSOR, OPERATOR)}

TOUR = (
    TourStop(
        who="learner",
        title="A goal, and the honest way there",
        words="Rosa named her jobs and ticked what she can do. Her plan is the best that her budget buys among "
        "the offers shown, with a reason beside each step, and it says what stays open.",
        address="/learner/plan/",
        button="See Rosa’s plan",
    ),
    TourStop(
        who="manager",
        title="The employer pays, and sees only what is shared",
        words="Jonas finds her request, with its price and hours, beside what is left of his budget.",
        address="/employer/requests/",
        button="See the requests",
    ),
    TourStop(
        who="assessor",
        title="Somebody looks at the work",
        words="Petra assesses what a learner handed in. When it passes, the guild’s own key signs the credential.",
        address="/issuer/submissions/",
        button="See the learners’ work",
    ),
    TourStop(
        who="learner",
        title="It is hers for good",
        words="The signed document is in Rosa’s record, byte for byte. She can take it along, share it, check it.",
        address="/learner/record/",
        button="See Rosa’s record",
    ),
    TourStop(
        who="manager",
        title="The gap shrinks by one",
        words="What Rosa shared was verified: proof is filled, a claim is only hatched. A rule gave points for it.",
        address="/employer/matrix/?who=aspirants",
        button="See the gap matrix",
    ),
)
