"""The college of the stories: what it teaches beside what is designed in them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from stepladder.server.catalog import services as catalog
from stepladder.server.catalog.selectors import framework
from stepladder.server.catalog.services import AchievementDraft
from stepladder.server.learning import services as learning
from stepladder.server.learning.services import LessonText, QuestionText
from stepladder.testing.cast import ISSUERS

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.learning.models import Course

COLLEGE = ISSUERS[0].name
HELP_DESK = "ICT help desk agent"
LISTENING = "Listen first"
TICKETS = "First line of ICT help"
PRODUCT = "Know your product"
# Name, skills, euros, hours. The last is beyond what the learner can pay.
COURSES = (
    (TICKETS, ("use ICT ticketing system", "provide ICT support", "support ICT system users"), 60, 12),
    (PRODUCT, ("product comprehension", "characteristics of products"), 0, 6),
    ("ICT problems, solved", ("solve ICT system problems", "ICT system user requirements"), 900, 80),
)
RIGHT = "Ask what they see"


def open_the_courses(college: Organisation, registrar: Person) -> dict[str, Course]:
    """Publish the courses, each with a lesson and a quiz, and return them by name."""
    courses = {}
    for name, skills, euros, hours in COURSES:
        draft = AchievementDraft(
            name=name,
            description=f"{name}, in practice.",
            criteria="Answer what a caller would ask.",
            hours=Decimal(hours),
            price_cents=euros * 100,
            skills=tuple(framework().search_skills(skill, 1)[0].uri for skill in skills),
        )
        made = catalog.add_achievement(actor=registrar, organisation=college, draft=draft)
        courses[name] = learning.add_course(
            achievement=catalog.publish(actor=registrar, achievement=made),
            lessons=[LessonText(title="The first minute", text="Ask what they **see**, then do what they did.")],
            questions=[
                QuestionText(
                    text=f"A caller cannot sign in. What comes {nth}?",
                    choices=["Restart all of it", RIGHT, "Say that it works here"],
                    right=1,
                )
                for nth in ("first", "before anything else")
            ],
        )
    return courses
