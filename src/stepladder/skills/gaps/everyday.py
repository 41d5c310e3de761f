"""What nearly every job asks for, and which words name a field: written lists, so that they can be disputed.

Labels are those of ESCO 1.1; a framework with other labels is simply not touched by these rules.
"""

from __future__ import annotations

from stepladder.skills.gaps.families.model import labels

__all__ = ["EVERYDAY", "FIELD_EVIDENCE", "FIELD_RARE", "NO_FIELD", "STEPS_UP"]

#: The field rule: held skills with the word in their label (one fewer where the background's own name has it), and the
#: most skill labels in which a word may stand to name a field ("aquaculture", not "equipment").
FIELD_EVIDENCE = 4
FIELD_RARE = 140
#: Words that are rare in labels but name no field.
NO_FIELD = labels("""
    activity; administer; adult; analysis; area; assessment; assistant; building; business; care; child; client
    communication; community; company; compliance; condition; control; cost; customer; data; design; development
    digital; document; education; energy; engineer; engineering; environment; environmental; equipment; financial
    food; health; healthcare; human; ict; information; instruction; international; issue; knowledge; law; legal
    legislation; level; machine; maintenance; management; manager; manufacturing; material; method; need; officer
    older; online; operation; operator; order; people; performance; person; plan; policy; practice; principle
    problem; procedure; process; product; production; professional; programme; project; property; public; quality
    record; regulation; report; requirement; research; resource; risk; room; safety; sale; school; service; skill
    social; software; specialist; specific; staff; standard; stock; store; strategy; student; supervisor; supply
    support; system; task; team; technical; technician; technique; technology; test; time; tool; training; type
    use; user; waste; water; work; worker
""")
#: A first word that asks for more than doing: leading, designing, teaching, deciding, treating.
STEPS_UP = labels("""
    advise; apply; approve; assess; audit; authorise; certify; coordinate; create; define; delegate; design
    develop; diagnose; direct; drive; enforce; establish; evaluate; fly; head; implement; innovate; instruct
    investigate; lead; manage; negotiate; operate; organise; oversee; plan; prescribe; program; research; set
    supervise; teach; train; treat; write
""")
EVERYDAY = labels("""
    accept criticism and guidance; accept own accountability; act reliably; adapt to change
    adapt to changing situations; address problems critically; adhere to organisational guidelines
    adhere to standard procedures; apply company policies; apply hygiene standards; apply numeracy skills
    apply organisational techniques; approach challenges positively; assume responsibility; attend meetings
    attend to detail; buy groceries; carry out calculations; clean surfaces; collect mail; communicate by telephone
    communicate problems to senior colleagues; communicate verbal instructions; communication
    communication principles; company policies; comply with checklists; comply with legal regulations
    comply with regulations; comply with schedule; cooperate with colleagues; cope with stress
    cope with uncertainty; create solutions to problems; deal with challenging people
    deal with challenging work conditions; deal with pressure from unexpected circumstances
    demonstrate awareness of health risks; demonstrate curiosity; demonstrate loyalty; demonstrate trustworthiness
    demonstrate willingness to learn; ensure compliance with company regulations; ensure compliance with policies
    establish daily priorities; execute working instructions; exercise patience
    exercise rights and responsibilities; exercise self-reflection; fill out forms; follow company standards
    follow safety precautions in work practices; follow verbal instructions; follow work procedures
    follow work schedule; follow written instructions; handle stressful situations; handle tasks independently
    have a high level of safety awareness; have computer literacy; health and safety in the workplace
    identify problems; identify with the company's goals; information confidentiality; keep an open mind
    keep personal administration; keep records of work progress; keep task records; keep time accurately
    liaise with colleagues; listen actively; maintain concentration for long periods
    maintain personal hygiene standards; maintain psychological well-being; maintain work area cleanliness
    maintain work standards; make decisions; manage frustration; manage personal progression
    manage stress in organisation; manage time; meet commitments; meet deadlines; meet productivity targets
    memorise information; observe confidentiality; organisational policies
    organise information, objects and resources; participate actively in civic life; perform cleaning duties
    perform multiple tasks at the same time; perform services in a flexible manner; plan; plan schedule
    prepare personal work environment; protect the health of others; provide information
    react calmly in stressful situations; react to physical changes or hazards; remove dust; report facts
    report to the team leader; resolve conflicts; respect confidentiality obligations
    respect the diversity of cultural values and norms; show commitment; show confidence; show determination
    show initiative; solve problems; stay alert; teamwork principles; think analytically; think critically
    think holistically; think proactively; think quickly; tolerate stress; use communication devices
    use communication techniques; use different communication channels; wash the dishes; wash the laundry
    work efficiently; work in an organised manner; work in teams; work independently
    work with respect for own safety; write routine reports
""")
