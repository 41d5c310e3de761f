"""Writes of the workforce context: people, roles, the baseline, proof, and training that is paid for."""

from stepladder.server.workforce.services.baseline import declare_skills, expect_from_roles, forget_skill, note_skills
from stepladder.server.workforce.services.importing import (
    apply_people_import,
    plan_import,
    read_people_file,
    undo_people_import,
)
from stepladder.server.workforce.services.moving import move_names
from stepladder.server.workforce.services.people import (
    add_team,
    add_worker,
    change_worker,
    invitation_token,
    invite_workers,
    link_person,
    move_worker,
    worker_of_token,
)
from stepladder.server.workforce.services.proofs import accept_proof, end_proof, rest_proof, resume_proof
from stepladder.server.workforce.services.roles import add_role, change_role, drop_requirement, require_skill
from stepladder.server.workforce.services.training import (
    approve_training,
    ask_for_training,
    decline_training,
    record_payment,
    set_budget,
)

__all__ = [
    "accept_proof",
    "add_role",
    "add_team",
    "add_worker",
    "apply_people_import",
    "approve_training",
    "ask_for_training",
    "change_role",
    "change_worker",
    "declare_skills",
    "decline_training",
    "drop_requirement",
    "end_proof",
    "expect_from_roles",
    "forget_skill",
    "invitation_token",
    "invite_workers",
    "link_person",
    "move_names",
    "move_worker",
    "note_skills",
    "plan_import",
    "read_people_file",
    "record_payment",
    "require_skill",
    "rest_proof",
    "resume_proof",
    "set_budget",
    "undo_people_import",
    "worker_of_token",
]
