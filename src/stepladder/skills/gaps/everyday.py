"""What nearly every job asks for, and which words name a field: written lists, so that they can be disputed.

Labels are those of ESCO 1.1; a framework with other labels is simply not touched by these rules.
"""

from __future__ import annotations

__all__ = ["EVERYDAY", "FIELD_EVIDENCE", "FIELD_RARE", "NO_FIELD", "STEPS_UP", "labels"]

#: The field rule: held skills with the word in their label (one fewer where the background's own name has it), and the
#: most skill labels in which a word may stand to name a field ("aquaculture", not "equipment").
FIELD_EVIDENCE = 4
FIELD_RARE = 140
#: Words that are rare in labels but name no field.
NO_FIELD = frozenset(
    [
        "activity",
        "administer",
        "analysis",
        "assessment",
        "business",
        "client",
        "communication",
        "compliance",
        "condition",
        "cost",
        "customer",
        "data",
        "design",
        "development",
        "document",
        "financial",
        "health",
        "instruction",
        "international",
        "issue",
        "legal",
        "legislation",
        "management",
        "manufacturing",
        "material",
        "method",
        "people",
        "performance",
        "person",
        "plan",
        "policy",
        "principle",
        "problem",
        "procedure",
        "process",
        "product",
        "production",
        "professional",
        "programme",
        "project",
        "property",
        "public",
        "quality",
        "record",
        "regulation",
        "report",
        "requirement",
        "research",
        "resource",
        "risk",
        "safety",
        "sale",
        "service",
        "social",
        "software",
        "specific",
        "staff",
        "standard",
        "strategy",
        "student",
        "supply",
        "support",
        "system",
        "task",
        "team",
        "technical",
        "technique",
        "technology",
        "test",
        "tool",
        "training",
        "type",
        "user",
        "work",
        "maintenance",
        "company",
        "operation",
        "operator",
        "manager",
        "technician",
        "engineer",
        "engineering",
        "officer",
        "worker",
        "specialist",
        "assistant",
        "supervisor",
        "machine",
        "equipment",
    ]
)
#: A first word that asks for more than doing: leading, designing, teaching, deciding.
STEPS_UP = frozenset(
    [
        "advise",
        "approve",
        "assess",
        "coordinate",
        "create",
        "define",
        "delegate",
        "design",
        "direct",
        "enforce",
        "establish",
        "evaluate",
        "head",
        "instruct",
        "lead",
        "manage",
        "organise",
        "oversee",
        "plan",
        "program",
        "prescribe",
        "set",
        "supervise",
        "teach",
        "train",
        "write",
        "diagnose",
        "operate",
        "drive",
        "fly",
    ]
)


def labels(text: str) -> frozenset[str]:
    """Return the lines of a text as a set."""
    return frozenset(line.strip() for line in text.strip().splitlines())


EVERYDAY = labels("""
    accept own accountability
    adapt to change
    adapt to changing situations
    address problems critically
    adhere to organisational guidelines
    apply company policies
    assume responsibility
    attend to detail
    comply with regulations
    communication
    communication principles
    company policies
    cooperate with colleagues
    cope with stress
    cope with uncertainty
    create solutions to problems
    demonstrate trustworthiness
    demonstrate willingness to learn
    execute working instructions
    follow company standards
    follow verbal instructions
    follow work schedule
    follow written instructions
    handle stressful situations
    handle tasks independently
    health and safety in the workplace
    identify problems
    keep an open mind
    keep personal administration
    keep records of work progress
    keep task records
    liaise with colleagues
    listen actively
    maintain personal hygiene standards
    manage frustration
    manage time
    meet commitments
    meet deadlines
    observe confidentiality
    organise information, objects and resources
    perform multiple tasks at the same time
    react calmly in stressful situations
    report facts
    report to the team leader
    respect confidentiality obligations
    show commitment
    show confidence
    show initiative
    show responsibility
    solve problems
    stay alert
    teamwork principles
    think analytically
    think proactively
    think critically
    think quickly
    tolerate stress
    use communication techniques
    use different communication channels
    work efficiently
    work in teams
    work independently
    work with respect for own safety
""")
