"""Writes of the learning context: a life so far, a goal and its plans, courses, and what is handed in."""

from __future__ import annotations

from stepladder.server.learning.services.assessing import assess, hand_in_quiz, hand_in_work, record_completion
from stepladder.server.learning.services.courses import (
    LessonText,
    QuestionText,
    add_course,
    enrol,
    leave,
    read_lesson,
)
from stepladder.server.learning.services.editing import (
    CoursePlan,
    add_lesson,
    add_question,
    begin_course,
    change_course,
    change_lesson,
    change_question,
    move_lesson,
    put_back_lesson,
    remove_lesson,
    remove_question,
)
from stepladder.server.learning.services.goals import change_goal, end_goal, keep_plan, resume_goal, set_goal
from stepladder.server.learning.services.life import (
    add_education,
    add_work,
    claim_skills,
    deny_skills,
    forget_skills,
    keep_found,
    link_work,
    remove_education,
    remove_work,
)
from stepladder.server.learning.services.moving import move_names

__all__ = [
    "CoursePlan",
    "LessonText",
    "QuestionText",
    "add_course",
    "add_education",
    "add_lesson",
    "add_question",
    "add_work",
    "assess",
    "begin_course",
    "change_course",
    "change_goal",
    "change_lesson",
    "change_question",
    "claim_skills",
    "deny_skills",
    "end_goal",
    "enrol",
    "forget_skills",
    "hand_in_quiz",
    "hand_in_work",
    "keep_found",
    "keep_plan",
    "leave",
    "link_work",
    "move_lesson",
    "move_names",
    "put_back_lesson",
    "read_lesson",
    "record_completion",
    "remove_education",
    "remove_lesson",
    "remove_question",
    "remove_work",
    "resume_goal",
    "set_goal",
]
