"""Families of work with and for people: serving, selling, leading, caring, teaching, protecting."""

from __future__ import annotations

from stepladder.skills.gaps.families.model import NEVER, Family, labels

__all__ = ["PEOPLE"]

PEOPLE: tuple[Family, ...] = (
    Family(
        name="work with customers",
        isco=("1411", "1412", "142", "1431", "341", "42", "51", "52", "332", "333", "335", "243", "3512"),
        words=frozenset({"customer", "guest", "passenger", "caller", "helpdesk", "visitor"}),
        evidence_needed=3,
        implies=labels("""
            answer incoming calls; assist clients with special needs; assist customers; be friendly to passengers
            communicate by telephone; communicate with customer service department; communicate with customers
            contact customers; customer service; deal with challenging people; deliver outstanding service
            demonstrate professional attitude to clients; ensure client orientation; ensure customer orientation
            exercise patience; greet guests; guarantee customer satisfaction; handle customer complaints
            identify clients' needs; identify customer requirements; identify customer's needs
            keep records of customer interaction; maintain customer records; maintain customer service
            maintain relationship with customers; manage the customer experience; perform customers’ needs analysis
            process customer orders; provide customer follow-up services; provide information
            provide information to passengers; record customers' personal data; resolve conflicts
            respond to customers' inquiries; respond to enquiries; satisfy customers; show diplomacy; show empathy
            show intercultural awareness; tend to guests with special needs; work in shifts
        """),
    ),
    Family(
        name="running a service for customers",
        isco=("141", "142", "143", "5222", "5151", "1221"),
        evidence_needed=NEVER,
        implies=labels("""
            analyse customer service surveys; follow up complaint reports; forecast sales over periods of time
            handle customer complaints; identify suppliers; maintain relationship with suppliers; manage inventory
            manage supplies; manage the customer experience; maximise sales revenues; measure customer feedback
            monitor customer service; monitor stock level; negotiate supplier arrangements
            negotiate terms with suppliers; order supplies; plan schedule; set sales goals; upsell products
        """),
    ),
    Family(
        name="selling",
        isco=("1221", "142", "2433", "2434", "332", "5221", "5222", "5223", "524", "521", "523"),
        words=frozenset({"sale", "selling", "sell", "merchandise"}),
        implies=labels("""
            achieve sales targets; carry out active selling; carry out order intake; characteristics of products
            characteristics of services; customer service; deliver a sales pitch; demonstrate products' features
            identify customer's needs; issue sales invoices; negotiate price; persuade clients with alternatives
            plan aftersales arrangements; present arguments persuasively; process customer orders; process payments
            product comprehension; promote ideas, products, services; provide customer follow-up services
            provide customer guidance on product selection; quote prices; sales activities; sales argumentation
            sales promotion techniques; sell products; sell services; upsell products
        """),
    ),
    Family(
        name="shop work",
        isco=("142", "5221", "5222", "5223"),
        evidence_needed=NEVER,
        implies=labels("""
            carry out stock rotation; characteristics of products; check deliveries on receipt; consumer law
            consumer protection; credit card payments; examine merchandise; handle delivered packages
            keep stock records; maintain store cleanliness; maintain work area cleanliness; manage theft prevention
            merchandising techniques; monitor merchandise delivery; monitor sales area for security reasons
            monitor stock level; operate cash point; operate cash register; order supplies; organise product display
            organise storage facilities; package purchases in bags; prevent shoplifting; process refunds
            stock shelves
        """),
    ),
    Family(
        name="sales as a profession",
        isco=("1221", "1420", "2433", "2434", "3322", "3324", "5222", "5242", "5243"),
        evidence_needed=NEVER,
        implies=labels("""
            analyse data about clients; answer requests for quotation; build business relationships
            carry out sales analysis; commercial law; customer insight; customer relationship management
            customer segmentation; financial capability; identify new business opportunities
            implement customer follow-up; implement sales strategies; initiate contact with buyers
            keep records on sales; market participants; market pricing; monitor merchandise delivery
            negotiate buying conditions; negotiate sales contracts; pricing strategies; produce sales reports
            prospect new customers; provide customised products; sales department processes; sales strategies
            study sales levels of products; supervise sales activities; use customer relationship management software
        """),
    ),
    Family(
        name="leading people",
        isco=("1", "01", "02", "3121", "3122", "3123", "5222", "5151", "3434"),
        called=labels("manager; supervisor; leader; head; director; foreman; chief"),
        evidence_needed=3,
        implies=labels("""
            analyse staff capacity; analyse work-related written reports; apply conflict management; build team spirit
            coach employees; communicate schedules to the people concerned; conflict management
            coordinate operational activities; coordinate shifts; create a work atmosphere of continuous improvement
            delegate responsibilities; encourage teambuilding; encourage teams for continuous improvement
            evaluate employees; evaluate employees work; exert a goal-oriented leadership role towards colleagues
            give constructive feedback; give instructions to staff; instruct others; introduce new employees
            lead a team; lead board meetings; lead others; liaise with managers
            maintain updated professional knowledge; make decisions; manage a team; manage personnel; manage staff
            manage work; monitor work site; motivate employees; motivate others; organise labour
            plan shifts of employees; plan teamwork; plan the work of teams and individuals; present reports
            resolve conflicts; schedule shifts; supervise crew; supervise staff
            supervise the work of staff on different shifts; supervise work; train employees
        """),
    ),
    Family(
        name="leading staff",
        evidence_needed=2,
        implies=labels("""
            give instructions to staff; lead a team; manage a team; manage personnel; manage staff; motivate employees
            supervise staff; supervise work
        """),
    ),
    Family(
        name="managing",
        isco=("1",),
        called=labels("manager; director"),
        evidence_needed=NEVER,
        implies=labels("""
            abide by business ethical code of conducts; align efforts towards business development
            analyse goal progress; analyse work-related written reports; apply business acumen
            apply safety management; apply strategic thinking; assess financial viability; budgetary principles
            build business relationships; business management principles; chair a meeting; control of expenses
            corporate social responsibility; cost management; develop organisational policies
            develop working procedures; discharge employees; ensure compliance with legal requirements
            ensure compliance with policies; ensure cross-department cooperation; evaluate budgets
            evaluate performance of organisational collaborators; financial capability
            follow the statutory obligations; hire human resources; hire new personnel
            identify necessary human resources; impart business plans to collaborators; implement strategic planning
            improve business processes; integrate strategic foundation in daily performance; interview people
            lead board meetings; leadership principles; liaise with shareholders; maintain professional administration
            maintain relationship with suppliers; make independent operating decisions
            make strategic business decisions; manage a small-to-medium business; manage accounts
            manage administrative systems; manage budgets; manage contracts; manage health and safety standards
            manage human resources; manage medium term objectives; manage operational budgets; manage resources
            manage supplies; managing a business with great care; meet productivity targets; monitor company policy
            negotiate compromises; negotiate with stakeholders; order supplies; organisational structure
            oversee quality control; perform project management; perform resource planning
            plan health and safety procedures; plan medium to long term objectives; plan resource allocation
            project management; project management principles; recruit employees; recruit personnel
            report on overall management of a business; represent the organisation; sales strategies; schedule shifts
            set organisational policies; strive for company growth; track key performance indicators
        """),
    ),
    Family(
        name="care and health work",
        isco=("22", "32", "532", "2635", "3412", "134"),
        but=("225", "324", "3211", "3214", "226", "1345", "1346", "1349"),
        words=frozenset({"patient", "healthcare", "nursing"}),
        implies=labels("""
            act discreetly; apply context specific clinical competences; apply person-centred care
            communicate in healthcare; communicate with social service users
            comply with legislation related to health care
            comply with quality standards related to healthcare practice; contribute to continuity of health care
            contribute to protecting individuals from harm; cooperate at inter-professional level
            deal with emergency care situations; disability care; disability types; empathise with the healthcare user
            ensure safety of healthcare users; first aid; follow clinical guidelines; health and safety regulations
            health care legislation; health care system; hygiene in a health care setting
            interact with healthcare users; listen actively; maintain healthcare user data confidentiality
            maintain privacy of service users; maintain the trust of service users
            manage infection control in the facility; observe confidentiality; observe healthcare users
            older adults' needs; person centred care; promote inclusion; provide basic support to patients
            provide first aid; relate empathetically; respond to changing situations in health care; show empathy
            solve problems in healthcare; work in a multicultural environment in health care
            work in multidisciplinary health teams; work in shifts
        """),
    ),
    Family(
        name="nursing",
        isco=("2221", "2222", "3221", "3222"),
        evidence_needed=NEVER,
        implies=labels("""
            acute care; address public health issues; apply knowledge of human behaviour
            communicate with nursing staff; consultation; counsel on end-of-life care; distribute meals to patients
            general medicine; geriatrics; help clients cope with grief; human anatomy; human physiology
            identify abnormalities; infection control; inform policy makers on health-related challenges
            involve service users and carers in care planning; maintain records of work with service users
            manage healthcare users' data; medical terminology; medicines; monitor basic patients signs
            monitor patient's vital signs; nursing principles; nursing science; paediatrics; palliative care
            pathology; pharmacology; primary care; professional documentation in health care
            promote a positive image of nursing; provide health education; rehabilitation; resuscitation
            safe management of medicines; stages of bereavement; support nurses
            support social service users at the end of life; use clinical assessment techniques
            use e-health and mobile health technologies; work under supervision in care; work with nursing staff
        """),
    ),
    Family(
        name="medicine and therapy",
        isco=("221", "226", "224"),
        evidence_needed=NEVER,
        implies=labels("""
            advise on healthcare users' informed consent; communicate in healthcare
            comply with legislation related to health care
            comply with quality standards related to healthcare practice; contribute to continuity of health care
            empathise with the healthcare user; ensure safety of healthcare users; first aid
            follow clinical guidelines; general medicine; health care legislation; health care system; human anatomy
            human physiology; hygiene in a health care setting; interact with healthcare users
            maintain healthcare user data confidentiality; manage healthcare users' data; medical terminology
            observe confidentiality; pathology; pharmacology; professional documentation in health care
            provide health education; respond to changing situations in health care
            use clinical assessment techniques; work in multidisciplinary health teams
        """),
    ),
    Family(
        name="personal care",
        isco=("3412", "5321", "5322", "5329"),
        evidence_needed=NEVER,
        implies=labels("""
            assist patients with special needs; assist social service users with physical disabilities
            build helping relationship with social service users; communicate with nursing staff
            distribute meals to patients; identify abnormalities; maintain records of work with service users
            make the beds; monitor basic patients signs; nursing principles; older adults' needs; promote human rights
            provide basic support to patients; support harmed social service users; support nurses
            support social service users to live at home; transfer patients; work under supervision in care
            work with nursing staff
        """),
    ),
    Family(
        name="teaching",
        isco=("23", "5312"),
        evidence_needed=5,
        words=frozenset({"student", "teaching", "teach", "classroom", "lesson"}),
        implies=labels("""
            adapt teaching to student's capabilities; adapt teaching to target group; address an audience
            advise others; apply teaching strategies; assist students in their learning; communicate with youth
            conduct public presentations; create training materials; demonstrate when teaching
            develop educational resources; encourage students to acknowledge their achievements; evaluate training
            facilitate teamwork between students; give constructive feedback; give live presentation
            guarantee students' safety; identify training needs; instruct others; interact with an audience
            lead others; learning needs analysis; mentor individuals; motivate others; observe student's progress
            organise training; pedagogy; prepare lesson content; prepare presentation material
            provide lesson materials; show consideration for student's situation; train employees
            use presentation software
        """),
    ),
    Family(
        name="school teaching",
        isco=("23",),
        evidence_needed=NEVER,
        implies=labels("""
            adult education; assess students; assessment processes; assign homework; assist students with equipment
            compile course material; curriculum objectives; develop course outline; identify education needs
            keep records of attendance; learning difficulties; liaise with educational staff
            liaise with educational support staff; maintain students' discipline; manage student relationships
            monitor student's behaviour; perform classroom management; teach in academic or vocational contexts
            work with virtual learning environments
        """),
    ),
    Family(
        name="looking after children",
        isco=("531", "2341", "2342", "1341"),
        evidence_needed=NEVER,
        implies=labels("""
            assess the development of youth; assist children in developing personal skills
            assist children with homework; attend to children's basic physical needs; child protection
            children's physical development; communicate with youth; contribute to the safeguarding of children
            escort students on a field trip; exercise patience; first aid; handle children's problems
            maintain relations with children's parents; perform playground surveillance; play with children
            prepare youths for adulthood; primary school procedures; promote the safeguarding of young people
            provide first aid; supervise children; support children's wellbeing; support the positiveness of youths
        """),
    ),
    Family(
        name="uniformed service",
        isco=("0", "541"),
        but=("5419",),
        evidence_needed=4,
        words=frozenset({"military", "troop", "patrol", "weapon"}),
        implies=labels("""
            adapt to different weather conditions; apply first response; arrange equipment repairs
            be at ease in unsafe environments; communicate health and safety measures; communicate verbal instructions
            comply with the principles of self-defence; conduct security screenings; deal with aggressive behaviour
            ensure compliance with types of weapons; ensure public safety and security; extinguish fires
            fire safety regulations; first aid; follow verbal instructions; handle surveillance equipment
            health, safety and hygiene legislation; identify security threats; legal use-of-force
            liaise with security authorities; maintain operational communications; maintain physical fitness
            make time-critical decisions; manage emergency evacuation plans; manage emergency procedures
            monitor surveillance equipment; operate radio equipment; patrol areas; perform security checks
            practice vigilance; provide first aid; react calmly in stressful situations
            react to events in time-critical environments; read maps; restrain individuals; security threats
            supervise crew; surveillance methods; tolerate stress; use communication devices
            use communication equipment; use personal protection equipment; work as a team in a hazardous environment
            work in inclement conditions; work in outdoor conditions; work in shifts; write situation reports
        """),
    ),
    Family(
        name="armed service",
        isco=("0",),
        evidence_needed=NEVER,
        implies=labels("""
            camouflage; explosives; have spatial awareness; identify terrorism threats; instruct in military duties
            military code; military combat techniques; military drill; military logistics; military weaponry
            monitor military equipment use; perform military operations; swim
            use different types of fire extinguishers
        """),
    ),
    Family(
        name="leading soldiers",
        isco=("01", "02"),
        evidence_needed=NEVER,
        implies=labels("""
            advise superiors on military operations; analyse logistic needs
            analyse potential threats against national security; assist in military logistics; devise military tactics
            ensure equipment availability; ensure information security; instruct in military duties
            lead military troops; manage administrative systems; manage budgets; manage military logistics
            manage staff; manage troop deployment; monitor equipment condition; perform resource planning
            supervise the maintenance of military equipment; test safety strategies; train military troops
            undertake inspections; write work-related reports
        """),
    ),
    Family(
        name="police and guarding work",
        isco=("5412", "5413", "5414", "3355"),
        evidence_needed=NEVER,
        implies=labels("""
            alarm systems; check official documents; conduct security screenings; control crowd; criminal law
            detain offenders; document security incidents in the store; ensure law application; law enforcement
            legal use-of-force; manage lost and found articles; monitor guest access; perform body searches
            perform security checks; process incident reports for prevention; provide door security
            write security reports
        """),
    ),
    Family(
        name="tourism and hotels",
        isco=("1411", "4221", "4224", "5111", "5113", "5151"),
        evidence_needed=NEVER,
        implies=labels("""
            apply foreign languages in tourism; assist VIP guests
            build rapport with people from different cultural backgrounds; geographic areas; handle guest luggage
            maintain customer service; process booking; process reservations; provide directions to guests
            provide tourism related information; tourism market; welcome tour groups
        """),
    ),
    Family(
        name="hair and beauty",
        isco=("514",),
        evidence_needed=NEVER,
        implies=labels("""
            administer appointments; advise customers on usage of cosmetics; apply hygiene standards; cosmetics
            dispose waste; ensure sanitation; maintain work area cleanliness; monitor stock level
            offer cosmetic beauty advice; order supplies; recommend cosmetics to customers; sell cosmetics
            work safely with chemicals
        """),
    ),
)
