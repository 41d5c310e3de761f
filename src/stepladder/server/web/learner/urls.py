"""Pages of the learner audience."""

from django.urls import include, path

from stepladder.server.web.learner import assessment, courses, cv, gap, goal, life, plan, skills, today

app_name = "learner"
urlpatterns = [
    path("", include("stepladder.server.web.learner.record_urls")),
    path("", today.today, name="today"),
    path("life/", life.life, name="life"),
    path("life/work/", life.add_work, name="work_add"),
    path("life/work/<uuid:pk>/", life.work, name="work"),
    path("life/work/<uuid:pk>/remove/", life.remove_work, name="work_remove"),
    path("life/education/", life.add_education, name="education_add"),
    path("life/education/<uuid:pk>/remove/", life.remove_education, name="education_remove"),
    path("life/cv/", cv.cv, name="cv"),
    path("life/cv/keep/", cv.keep, name="cv_keep"),
    path("life/cv/throw-away/", cv.throw_away, name="cv_throw_away"),
    path("skills/", skills.skills, name="skills"),
    path("skills/say/", skills.say, name="skills_say"),
    path("skills/skills.csv", skills.download, name="skills_csv"),
    path("goal/", goal.goal, name="goal"),
    path("goal/choose/", goal.choose, name="goal_choose"),
    path("goal/change/", goal.change, name="goal_change"),
    path("goal/end/", goal.end, name="goal_end"),
    path("goal/<uuid:pk>/resume/", goal.resume, name="goal_resume"),
    path("gap/", gap.gap, name="gap"),
    path("gap/gap.csv", gap.download, name="gap_csv"),
    path("plan/", plan.plan, name="plan"),
    path("plan/keep/", plan.keep, name="plan_keep"),
    path("plan/plan.ics", plan.calendar, name="plan_ics"),
    path("plan/ask/<uuid:pk>/", plan.ask, name="plan_ask"),
    path("courses/<uuid:pk>/", courses.course, name="course"),
    path("courses/<uuid:pk>/enrol/", courses.enrol, name="course_enrol"),
    path("courses/<uuid:pk>/leave/", courses.leave, name="course_leave"),
    path("courses/<uuid:pk>/lessons/<int:position>/", courses.lesson, name="lesson"),
    path("courses/<uuid:pk>/quiz/", assessment.quiz, name="quiz"),
    path("courses/<uuid:pk>/work/", assessment.work, name="course_work"),
    path("courses/<uuid:pk>/result/", assessment.result, name="result"),
]
