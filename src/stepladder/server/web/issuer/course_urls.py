"""Addresses of the course editor, below a micro-credential."""

from django.urls import path

from stepladder.server.web.issuer import courses

urlpatterns = [
    path("", courses.course, name="course"),
    path("begin", courses.begin, name="course_begin"),
    path("preview/", courses.preview, name="course_preview"),
    path("end/", courses.ending, name="course_ending"),
    path("undo", courses.undo, name="course_undo"),
    path("lessons/new/", courses.lesson, name="lesson_new"),
    path("lessons/<uuid:lesson_id>/", courses.lesson, name="lesson"),
    path("lessons/<uuid:lesson_id>/move", courses.move, name="lesson_move"),
    path("lessons/<uuid:lesson_id>/remove", courses.remove_lesson, name="lesson_remove"),
    path("questions/new/", courses.question, name="question_new"),
    path("questions/<uuid:question_id>/", courses.question, name="question"),
    path("questions/<uuid:question_id>/remove", courses.remove_question, name="question_remove"),
]
