"""Families of work at a desk: offices, money, computers, engineering, science, words and pictures, law."""

from __future__ import annotations

from stepladder.skills.gaps.families.model import NEVER, Family, labels

__all__ = ["DESKS"]

DESKS: tuple[Family, ...] = (
    Family(
        name="office work",
        isco=("1", "2", "33", "34", "35", "4", "01", "02", "3214", "5244"),
        but=("3421", "3422", "3423", "3434", "3435"),
        words=frozenset({"software", "spreadsheet", "computer", "office", "database"}),
        implies=labels("""
            administer appointments; apply digital security measures; apply organisational techniques; attend meetings
            communicate by telephone; compile content; conduct web searches; consult information sources
            data protection; digitise documents; draft corporate emails; electronic communication
            ensure proper document management; fill out forms; fix meetings; gather data; handle paperwork
            handle personal identifiable information; have computer literacy; information confidentiality
            liaise with managers; maintain professional records; manage digital documents; manage schedule of tasks
            office equipment; office software; operate digital hardware; organise business documents
            organise information; perform office routine activities; plan schedule; process data
            provide documentation; respect data protection principles; respond to enquiries; search databases
            use communication and collaboration software; use databases; use e-services; use ICT systems; use IT tools
            use microsoft office; use office systems; use personal organization software; use presentation software
            use spreadsheets software; use word processing software; write routine reports; write work-related reports
        """),
    ),
    Family(
        name="clerical work",
        isco=("41", "44", "334", "4222", "4225", "4226", "4311", "4312", "4313"),
        evidence_needed=NEVER,
        implies=labels("""
            answer incoming calls; apply grammar and spelling rules; communication principles; company policies
            deliver correspondence; disseminate internal communications; disseminate messages to people
            document interviews; document sharing procedures; ensure proper appointment administration
            execute administration; facilitate access to information; file documents; grammar
            handle delivered packages; handle mail; handle petty cash; keep records of attendance
            keep records of customer interaction; keep task records; maintain internal communication systems
            maintain inventory of office supplies; maintain professional administration; manage administrative systems
            manage database; manage digital archives; office administration; organise facilities for office personnel
            perform clerical duties; prepare correspondence for customers; proofread text
            respect data protection principles; route correspondence to business departments; spelling
            support managers; use different communication channels; use personal organization software
            write meeting reports
        """),
    ),
    Family(
        name="professional work",
        isco=("1", "2", "3"),
        but=("3421", "3435"),
        evidence_needed=NEVER,
        implies=labels("""
            advise others; analyse work-related written reports; build business relationships; build networks
            communicate professionally with colleagues in other fields; comply with legal regulations
            conduct public presentations; consult technical resources; cooperate at inter-professional level
            critically evaluate information and its sources; develop professional network
            develop strategy to solve problems; document your own practice; ensure compliance with legal requirements
            establish collaborative relations; gather data; gather technical information; give live presentation
            identify skills gaps; interact professionally in research and professional environments
            keep up-to-date with regulations; liaise with managers; maintain updated professional knowledge
            manage personal professional development; mentor individuals; moderate a discussion
            monitor developments in field of expertise; negotiate compromises; perform project management
            personal development; plan schedule; prepare presentation material; present arguments persuasively
            present reports; process data; project management; project management principles
            provide technical expertise; report accounts of the professional activity; report analysis results
            study topics; synthesise information; think abstractly; think holistically; use consulting techniques
            use presentation software; write work-related reports
        """),
    ),
    Family(
        name="academic work",
        isco=("2",),
        evidence_needed=NEVER,
        implies=labels("""
            address an audience; apply grammar and spelling rules; apply scientific methods; apply strategic thinking
            assessment processes; communicate with a non-scientific audience; conduct literature research
            give constructive feedback; interpret current data; manage data; perform data analysis
            present arguments persuasively; represent the organisation; scientific research methodology
        """),
    ),
    Family(
        name="financial work",
        isco=("1211", "1346", "241", "331", "431"),
        evidence_needed=NEVER,
        implies=labels("""
            accounting; accounting department processes; accounting entries; accounting techniques
            apply numeracy skills; budgetary principles; carry out calculations; check accounting records
            comprehend financial business terminology; control of expenses; cost management
            develop financial statistics reports; ensure compliance with accounting conventions; evaluate budgets
            examine budgets; financial capability; financial department processes; financial statements
            handle financial transactions; identify accounting errors; interpret financial statements
            maintain financial records; maintain records of financial transactions; manage accounts; manage budgets
            obtain financial information; provide support in financial calculation; synthesise financial information
            tax legislation; trace financial transactions; use accounting systems
        """),
    ),
    Family(
        name="finance as a profession",
        isco=("1211", "1346", "241", "3311", "3312"),
        evidence_needed=NEVER,
        implies=labels("""
            advise on financial matters; analyse economic trends; analyse financial performance of a company
            analyse financial risk; analyse market financial trends; assess financial viability; audit techniques
            banking activities; business valuation techniques; carry out statistical forecasts
            communicate with banking professionals; corporate law; create a financial plan; create a financial report
            economics; enforce financial policies; estimate profitability; financial analysis; financial forecasting
            financial jurisdiction; financial management; financial markets; financial products; funding methods
            interpret financial statements; investment analysis; manage financial risk; modern portfolio theory
            monitor stock market; perform cost accounting activities; prepare financial statements
            provide cost benefit analysis reports; provide financial product information; securities; statistics
        """),
    ),
    Family(
        name="human resources work",
        isco=("1212", "2423", "4416", "3333"),
        evidence_needed=NEVER,
        implies=labels("""
            apply knowledge of human behaviour; assess character; coach employees; document interviews; employment law
            gather feedback from employees; handle personal identifiable information; hire human resources
            hire new personnel; human resource management; human resources department processes
            identify necessary human resources; identify training needs; interview people; interview techniques
            introduce new employees; job market offers; labour legislation; manage employee complaints
            manage human resources; observe confidentiality; organise staff assessment; organise training
            profile people; recruit employees; recruit personnel
        """),
    ),
    Family(
        name="technical work",
        isco=("214", "215", "25", "35", "311"),
        evidence_needed=NEVER,
        implies=labels("""
            advise on machinery malfunctions; analyse test data; apply health and safety standards
            apply technical communication skills; carry out calculations; engineering principles
            execute analytical mathematical calculations; gather technical information; health and safety regulations
            interpret technical requirements; liaise with engineers; mathematics; perform project management
            perform risk analysis; provide technical documentation; record test data; report test findings
            solve technical problems; troubleshoot; use technical documentation; wear appropriate protective gear
            write technical reports
        """),
    ),
    Family(
        name="engineering",
        isco=("2141", "2142", "2143", "2144", "2145", "2146", "2149", "215", "3112", "3113", "3114", "3115"),
        evidence_needed=NEVER,
        implies=labels("""
            adjust engineering designs; approve engineering design; CAD software; define technical requirements
            design drawings; design principles; design prototypes; develop product design; draft design specifications
            draw blueprints; engineering principles; engineering processes; environmental legislation
            examine engineering principles; execute feasibility study; interpret 2D plans; interpret 3D plans
            liaise with engineers; manage engineering project; manufacturing processes; mathematics
            monitor technology trends; perform scientific research; physics; product data management
            project management; quality assurance procedures; read engineering drawings; read standard blueprints
            record test data; statistics; technical drawings; use CAD software; use specific data analysis software
            use technical drawing software; use testing equipment
        """),
    ),
    Family(
        name="mechanical engineering",
        isco=("2144", "3115"),
        evidence_needed=NEVER,
        implies=labels("""
            CAE software; interpret 2D plans; interpret 3D plans; manufacturing processes; material mechanics
            materials science; mechanical engineering; mechanical systems; mechanical tools; mechanics
            principles of mechanical engineering
        """),
    ),
    Family(
        name="electrical and electronic engineering",
        isco=("2151", "2152", "3113", "3114"),
        evidence_needed=NEVER,
        implies=labels("""
            circuit diagrams; electric current; electrical engineering; electrical equipment regulations
            electrical power safety regulations; electrical wiring plans; electricity; electricity principles
            electronic components; electronics; electronics principles; measure electrical characteristics
            read assembly drawings
        """),
    ),
    Family(
        name="building design",
        isco=("2142", "2161", "2162", "2164", "2165", "3112"),
        evidence_needed=NEVER,
        implies=labels("""
            building codes; civil engineering; construction legal systems; construction methods; construction products
            energy performance of buildings; inspect construction sites; integrated design
        """),
    ),
    Family(
        name="ICT work",
        isco=("25", "35", "133"),
        evidence_needed=NEVER,
        implies=labels("""
            analyse ICT system; apply basic programming skills; apply digital security measures
            apply information security policies; cloud technologies; computer engineering; computer technology
            data storage; handle helpdesk problems; hardware components; have computer literacy
            ICT communications protocols; ICT security legislation; ICT system user requirements
            identify ICT user needs; implement anti-virus software; information structure; manage data
            monitor technology trends; operating systems; perform ICT troubleshooting
            problem-solving with digital tools; provide ICT support; solve ICT system problems
            support ICT system users; use an application-specific interface; use back-up and recovery tools
            use databases; use ICT systems; use ICT ticketing system
        """),
    ),
    Family(
        name="software development",
        isco=("251", "2521"),
        but=("2511", "2519"),
        evidence_needed=NEVER,
        implies=labels("""
            Agile project management; analyse software specifications; computer programming; create data models
            create flowchart diagram; data models; database management systems; debug software; design database scheme
            design user interface; develop data processing applications; develop software prototype
            execute analytical mathematical calculations; execute software tests; gather data; ICT debugging tools
            ICT software specifications; implement front-end website design; information architecture
            integrate system components; manage database; normalise data; operate open source software; process data
            query languages; report analysis results; software design methodologies; systems development life-cycle
            think abstractly; tools for ICT test automation; unstructured data; use an application-specific interface
            use data processing techniques; use databases; use markup languages; use object-oriented programming
            use query languages; use software libraries
        """),
    ),
    Family(
        name="science and research",
        isco=("211", "212", "213", "221", "231", "2632", "2633"),
        evidence_needed=NEVER,
        implies=labels("""
            analyse experimental laboratory data
            apply research ethics and scientific integrity principles in research activities; apply scientific methods
            apply statistical analysis techniques; carry out strategic research
            communicate with a non-scientific audience; conduct literature research
            conduct research across disciplines; conduct scholarly research; demonstrate disciplinary expertise
            discuss research proposals; document analysis results
            draft scientific or academic papers and technical documentation; gather data; gather experimental data
            interpret current data; manage research data; mathematics; participate in scientific colloquia
            perform data analysis; perform scientific research; prepare scientific reports; publish academic research
            scientific literature; scientific research methodology; statistics; synthesise information
            think abstractly; write research proposals; write scientific publications; write technical reports
            write work-related reports
        """),
    ),
    Family(
        name="laboratory work",
        isco=("2113", "2131", "2262", "3111", "3116", "3141", "3212", "3213"),
        evidence_needed=NEVER,
        implies=labels("""
            analyse experimental laboratory data; apply safety procedures in laboratory; biology
            calibrate laboratory equipment; chemistry; collect samples for analysis; dispose of hazardous waste
            document analysis results; handle chemicals; handle glassware; label samples; laboratory equipment
            laboratory techniques; laboratory-based sciences; maintain laboratory equipment; mix chemicals
            operate scientific measuring equipment; perform laboratory tests; perform sample testing
            prepare chemical samples; prepare samples for testing; record test data; test chemical samples
            use chemical analysis equipment; work safely with chemicals; work with chemicals
        """),
    ),
    Family(
        name="writing and media",
        isco=("2431", "2432", "264", "2656", "2654", "1222"),
        evidence_needed=NEVER,
        implies=labels("""
            adapt to type of media; apply grammar and spelling rules; apply social media marketing; attend meetings
            capture people's attention; consult information sources; copyright legislation; create content title
            create digital content; develop creative ideas; follow a brief; follow the news; grammar; interview people
            media studies; perform background research on writing subject; present arguments persuasively
            proofread text; provide written content; social media management; spelling; study topics; think creatively
            use presentation software; use specific writing techniques; write to a deadline; writing techniques
        """),
    ),
    Family(
        name="marketing and communication",
        isco=("1221", "1222", "2431", "2432"),
        evidence_needed=NEVER,
        implies=labels("""
            adapt to type of media; advertising techniques; apply social media marketing
            assist in developing marketing campaigns; brand marketing techniques
            collaborate in the development of marketing strategies; communication principles
            content marketing strategy; customer insight; customer segmentation; develop promotional tools
            digital marketing techniques; implement marketing strategies; liaise with advertising agencies
            market research; marketing management; marketing mix; marketing principles; perform market research
            perform public relations; plan digital marketing; plan marketing campaigns; plan marketing strategy
            plan social media marketing campaigns; public relations; sales strategies; social media management
            social media marketing techniques; types of media
        """),
    ),
    Family(
        name="design",
        isco=("2161", "2162", "2163", "2166", "3432", "2651"),
        evidence_needed=NEVER,
        implies=labels("""
            aesthetics; art history; conduct research on trends in design; copyright legislation
            create digital images; create sketches; design principles; develop creative ideas; draw design sketches
            express yourself creatively; follow a brief; graphic design; graphics editor software; keep up with trends
            monitor art scene developments; perform image editing; present artistic design proposals; think creatively
            understand artistic concepts; use creative suite software; use specialised design software
            visual presentation techniques
        """),
    ),
    Family(
        name="stage and arts",
        isco=("265", "3431", "3435"),
        evidence_needed=NEVER,
        implies=labels("""
            adapt to artists' creative demands; analyse a script; attend rehearsals; contextualise artistic work
            copyright legislation; define artistic approach; develop creative ideas; develop professional network
            document your own practice; express yourself creatively; follow directions of the artistic director
            interact with an audience; keep up with trends; read scripts; think creatively
            understand artistic concepts; work with an artistic team; work with respect for own safety
        """),
    ),
    Family(
        name="library work",
        isco=("2622", "4411"),
        evidence_needed=NEVER,
        implies=labels("""
            classify library materials; literature; maintain library inventory; organise library material
            perform customer management; search databases; types of literature genres
        """),
    ),
    Family(
        name="legal work",
        isco=("261", "3411"),
        evidence_needed=NEVER,
        implies=labels("""
            analyse legal enforceability; analyse legal evidence; civil law; commercial law; compile legal documents
            comply with legal regulations; contract law; court procedures; criminal law; ensure law application
            handle case evidence; identify legal requirements; interpret law; law enforcement; legal case management
            legal department processes; legal research; legal studies; legal terminology
            monitor legislation developments; observe confidentiality; present arguments persuasively; property law
            protect client interests; provide legal advice; revise legal documents
        """),
    ),
)
