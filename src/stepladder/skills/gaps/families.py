"""Families of jobs and what all of them ask for: a written list, so that it can be disputed. Labels of ESCO 1.1."""

from __future__ import annotations

from dataclasses import dataclass

from stepladder.skills.gaps.everyday import labels

__all__ = ["FAMILIES", "Family"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Skills that people of a kind of work all have.

    A profile is in the family when a background's ISCO code begins with one of ``isco``, or when ``evidence_needed`` of
    its skills are in ``implies`` or have one of ``words`` (as stemmed by `content_words`) in their label.
    """

    name: str
    implies: frozenset[str]
    isco: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    evidence_needed: int = 3


FAMILIES: tuple[Family, ...] = (
    Family(
        name="work with customers",
        isco=("142", "341", "42", "51", "52", "332", "333", "243", "3512"),
        words=frozenset({"customer", "guest", "passenger", "caller", "helpdesk", "visitor"}),
        implies=labels("""
            answer incoming calls
            assist customers
            communicate by telephone
            communicate with customers
            communicate with customer service department
            contact customers
            customer service
            ensure client orientation
            ensure customer orientation
            greet guests
            guarantee customer satisfaction
            handle customer complaints
            identify clients' needs
            identify customer's needs
            maintain customer service
            maintain relationship with customers
            respond to customers' inquiries
            show empathy
        """),
    ),
    Family(
        name="selling",
        isco=("1221", "142", "2433", "2434", "332", "522", "524", "521", "523"),
        words=frozenset({"sale", "selling", "sell", "merchandise"}),
        evidence_needed=4,
        implies=labels("""
            carry out active selling
            characteristics of products
            characteristics of services
            customer service
            product comprehension
            provide customer guidance on product selection
            sales activities
            sales argumentation
            process payments
            issue sales invoices
        """),
    ),
    Family(
        name="office work",
        isco=("1", "2", "31", "33", "34", "35", "4"),
        words=frozenset({"software", "spreadsheet", "computer", "office", "database", "ict"}),
        implies=labels("""
            apply organisational techniques
            conduct web searches
            electronic communication
            have computer literacy
            manage digital documents
            manage schedule of tasks
            office equipment
            office software
            operate digital hardware
            perform office routine activities
            use communication and collaboration software
            use IT tools
            use e-services
            use microsoft office
            use office systems
            use spreadsheets software
            use word processing software
        """),
    ),
    Family(
        name="professional work",
        isco=("1", "2", "3"),
        evidence_needed=99,
        implies=labels("""
            communicate professionally with colleagues in other fields
            consult technical resources
            develop professional network
            interact professionally in research and professional environments
            liaise with managers
            manage personal professional development
            monitor developments in field of expertise
            present reports
            write work-related reports
        """),
    ),
    Family(
        name="leading people",
        isco=("1", "01", "02", "3121", "3122", "3123", "5222", "5151"),
        evidence_needed=99,
        implies=labels("""
            coach employees
            coordinate operational activities
            delegate responsibilities
            give constructive feedback
            give instructions to staff
            lead a team
            lead others
            liaise with managers
            make decisions
            manage a team
            manage personnel
            manage staff
            motivate employees
            motivate others
            plan shifts of employees
            plan teamwork
            schedule shifts
            supervise staff
            supervise work
        """),
    ),
    Family(
        name="leading staff",
        evidence_needed=2,
        implies=labels("""
            give instructions to staff
            manage a team
            manage personnel
            manage staff
            motivate employees
            supervise staff
        """),
    ),
    Family(
        name="manual work",
        isco=("6", "7", "8", "93", "961", "91"),
        evidence_needed=3,
        words=frozenset({"machine", "workpiece", "tool"}),
        implies=labels("""
            adjust to physical demands
            apply health and safety standards
            health and safety regulations
            lift heavy weights
            maintain work area cleanliness
            move objects
            use personal protection equipment
            wear appropriate protective gear
            work ergonomically
        """),
    ),
    Family(
        name="a skilled trade or machine work",
        isco=("7", "8", "311"),
        evidence_needed=99,
        implies=labels("""
            ensure equipment availability
            inspect quality of products
            perform test run
            quality standards
            resolve equipment malfunctions
            troubleshoot
            use measurement instruments
            use technical documentation
            work safely with machines
        """),
    ),
    Family(
        name="technical work",
        isco=("214", "215", "25", "35", "311"),
        evidence_needed=99,
        implies=labels("""
            engineering principles
            execute analytical mathematical calculations
            mathematics
            perform project management
            solve technical problems
            troubleshoot
            use technical documentation
        """),
    ),
    Family(
        name="ICT work",
        isco=("25", "35", "133"),
        evidence_needed=99,
        implies=labels("""
            have computer literacy
            perform ICT troubleshooting
            provide ICT support
            solve ICT system problems
            support ICT system users
            use ICT ticketing system
        """),
    ),
    Family(
        name="building work",
        isco=("711", "712", "931", "3123"),
        evidence_needed=99,
        implies=labels("""
            follow health and safety procedures in construction
            follow safety procedures when working at heights
            inspect construction supplies
            use safety equipment in construction
            wear appropriate protective gear
            work ergonomically
            work in a construction team
        """),
    ),
    Family(
        name="work with food",
        isco=("512", "94", "751", "3434"),
        evidence_needed=2,
        words=frozenset({"food", "kitchen", "dish"}),
        implies=labels("""
            comply with food safety and hygiene
            follow hygienic procedures during food processing
            food hygiene rules
            food safety principles
            ensure cleanliness of food preparation area
            maintain personal hygiene standards
        """),
    ),
    Family(
        name="care and health work",
        isco=("22", "32", "532", "2635", "3412", "134"),
        evidence_needed=4,
        words=frozenset({"patient", "healthcare", "nursing"}),
        implies=labels("""
            apply person-centred care
            communicate in healthcare
            communicate with social service users
            empathise with the healthcare user
            ensure safety of healthcare users
            interact with healthcare users
            listen actively
            observe confidentiality
            relate empathetically
            show empathy
            show social awareness
        """),
    ),
    Family(
        name="teaching",
        isco=("23", "5312", "531"),
        evidence_needed=4,
        words=frozenset({"student", "teaching", "teach", "classroom", "lesson"}),
        implies=labels("""
            address an audience
            assist students in their learning
            give constructive feedback
            instruct others
            prepare lesson content
            show consideration for student's situation
            train employees
        """),
    ),
    Family(
        name="handling money at a counter",
        isco=("421", "523", "5221", "5223", "5131"),
        evidence_needed=2,
        words=frozenset({"cash", "payment"}),
        implies=labels("""
            count money
            handle financial transactions
            handle petty cash
            operate cash point
            operate cash register
            process payments
        """),
    ),
    Family(
        name="financial work",
        isco=("1211", "1346", "241", "331", "431"),
        evidence_needed=99,
        implies=labels("""
            accounting
            accounting techniques
            comprehend financial business terminology
            evaluate budgets
            handle financial transactions
            maintain financial records
            maintain records of financial transactions
            trace financial transactions
        """),
    ),
    Family(
        name="science and research",
        isco=("211", "212", "213", "221", "231"),
        evidence_needed=99,
        implies=labels("""
            apply scientific methods
            mathematics
            perform scientific research
            scientific research methodology
            synthesise information
            think abstractly
            write work-related reports
        """),
    ),
)
