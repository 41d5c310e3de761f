"""Families of work with the hands and with machines: trades, factories, food, cleaning."""

from __future__ import annotations

from stepladder.skills.gaps.families.model import NEVER, Family, labels

__all__ = ["HANDS"]

HANDS: tuple[Family, ...] = (
    Family(
        name="manual work",
        isco=("6", "7", "8", "9", "0310", "0210", "515", "3123", "5411"),
        but=("952", "951"),
        words=frozenset({"machine", "workpiece", "tool"}),
        evidence_needed=3,
        implies=labels("""
            adjust to physical demands; apply health and safety standards; check for damaged items; clean equipment
            communicate verbal instructions; dispose of non-hazardous waste; dispose waste
            follow safety precautions in work practices; health and safety regulations
            identify hazards in the workplace; lift heavy weights; load equipment
            maintain a safe, hygienic and secure working environment; maintain work area cleanliness; move objects
            perform cleaning duties; react to physical changes or hazards; sort waste
            use equipment, tools or technology with precision; use hand tools; use personal protection equipment
            wear appropriate protective gear; work ergonomically; work in assembly line teams; work in shifts
        """),
    ),
    Family(
        name="a skilled trade or machine work",
        isco=("7", "8", "311", "312"),
        but=("83", "751"),
        evidence_needed=NEVER,
        implies=labels("""
            check quality of raw materials; conduct routine machinery checks; consult technical resources
            ensure conformity to specifications; ensure equipment availability; ensure equipment maintenance
            ensure finished product meet requirements; follow production schedule; inspect quality of products
            keep machines oiled for steady functioning; maintain equipment; maintain machinery; mechanical tools
            monitor equipment condition; perform minor repairs to equipment; perform test run; quality standards
            remove defective products; report defective manufacturing materials; resolve equipment malfunctions
            troubleshoot; use measurement instruments; use technical documentation; use traditional toolbox tools
            work safely with machines
        """),
    ),
    Family(
        name="a skilled trade",
        isco=("71", "72", "731", "74", "752", "753"),
        evidence_needed=NEVER,
        implies=labels("""
            answer requests for quotation; determine suitability of materials; estimate duration of work
            interpret 2D plans; interpret 3D plans; keep personal administration; maintain equipment
            measure materials; order supplies; read standard blueprints; technical drawings; use hand tools
            use power tools; use precision tools; work independently
        """),
    ),
    Family(
        name="running machines",
        isco=(
            "313",
            "722",
            "732",
            "7523",
            "8111",
            "8112",
            "8113",
            "8114",
            "812",
            "813",
            "814",
            "815",
            "816",
            "817",
            "818",
            "82",
        ),
        evidence_needed=NEVER,
        implies=labels("""
            advise on machinery malfunctions; check quality of products on the production line
            dispose of cutting waste material; functionalities of machinery; inspect machinery
            keep inventory of goods in production; manufacturing processes; measure parts of manufactured products
            monitor automated machines; monitor conveyor belt; monitor gauge; monitor machine operations
            operate automated process control; operate pumping equipment; pack goods; perform machine maintenance
            perform product testing; record production data for quality control; remove inadequate workpieces
            remove processed workpiece; report on production results; set up machine controls
            set up the controller of a machine; supply machine; supply machine with appropriate tools
            write production reports
        """),
    ),
    Family(
        name="assembling",
        isco=("821", "3122"),
        evidence_needed=NEVER,
        implies=labels("""
            align components; ensure conformity to specifications; ensure parts packaging; fasten components
            inspect quality of products; perform pre-assembly quality checks; read assembly drawings
            read engineering drawings; read standard blueprints; remove defective products; use hand tools
            use measurement instruments; use power tools
        """),
    ),
    Family(
        name="running production",
        isco=("1321", "3122"),
        evidence_needed=NEVER,
        implies=labels("""
            check quality of products on the production line; follow production schedule; manufacturing processes
            meet productivity targets; oversee production requirements; oversee quality control; production processes
            quality standards; report on production results; schedule production
        """),
    ),
    Family(
        name="metal work",
        isco=("721", "722", "723", "7213"),
        evidence_needed=NEVER,
        implies=labels("""
            align components; apply preliminary treatment to workpieces; cut metal products; cutting technologies
            fasten components; ferrous metal processing; manipulate metal; mechanics; metal joining technologies
            metal smoothing technologies; operate precision measuring equipment; read engineering drawings
            recognise signs of corrosion; smooth burred surfaces; spot metal imperfections; types of metal
            types of metal manufacturing processes
        """),
    ),
    Family(
        name="welding",
        isco=("7212",),
        evidence_needed=NEVER,
        implies=labels("""
            apply arc welding techniques; apply spot welding techniques
            check quality of products on the production line; metal joining technologies; non-destructive testing
            operate welding equipment; use welding equipment; welding techniques
        """),
    ),
    Family(
        name="vehicle and machine repair",
        isco=("723", "7412"),
        evidence_needed=NEVER,
        implies=labels("""
            arrange equipment repairs; car controls; control the performance of the vehicle; disassemble engines
            disassemble equipment; drive vehicles; electricity; engine components; ensure vehicle operability
            execute vehicle maintenance; follow safety precautions in work practices; hydraulics
            interpret traffic signals; maintain mechanical equipment; maintain records of maintenance interventions
            mechanical systems; mechanics; mechanics of motor vehicles; operate GPS systems
            operate soldering equipment; operation of different engines; park vehicles; perform machine maintenance
            provide customer information related to repairs; re-assemble engines; repair engines
            replace defect components; replace machines; road traffic laws; types of vehicles; use power tools
            use repair manuals; write records for repairs
        """),
    ),
    Family(
        name="electrical trades",
        isco=("741", "742"),
        evidence_needed=NEVER,
        implies=labels("""
            assemble electrical components; circuit diagrams; electric current; electrical engineering
            electrical equipment regulations; electrical power safety regulations; electrical wiring plans
            electricity; electricity consumption; electricity principles; electronics
            follow safety procedures when working at heights; inspect construction supplies
            install electrical and electronic equipment; install low voltage wiring; maintain electrical equipment
            measure electrical characteristics; operate soldering equipment; process incoming construction supplies
            splice cable; test electronic units; use specialised tools in electric repairs; use testing equipment
            work ergonomically
        """),
    ),
    Family(
        name="building work",
        isco=("711", "712", "931", "3123"),
        evidence_needed=NEVER,
        implies=labels("""
            calculate needs for construction supplies; communicate with construction crews; construction industry
            construction methods; construction products; estimate duration of work
            follow health and safety procedures in construction; follow safety procedures when working at heights
            inspect construction sites; inspect construction supplies; interpret 2D plans; order construction supplies
            process incoming construction supplies; read standard blueprints; secure working area
            set up temporary construction site infrastructure; snap chalk line; sort waste
            transport construction supplies; use measurement instruments; use power tools
            use safety equipment in construction; wear appropriate protective gear; work ergonomically
            work in a construction team
        """),
    ),
    Family(
        name="work with food",
        isco=("512", "513", "941", "751", "3434", "1412", "5246"),
        words=frozenset({"food", "kitchen", "dish"}),
        evidence_needed=2,
        implies=labels("""
            apply HACCP; apply hygiene standards; attend to detail regarding food and beverages; avoid contamination
            clean kitchen equipment; comply with food safety and hygiene; dispose food waste
            ensure cleanliness of food preparation area; ensure sanitation
            follow hygienic procedures during food processing; food allergies; food hygiene rules
            food safety principles; food safety standards; food storage; handle kitchen equipment
            health, safety and hygiene legislation; maintain personal hygiene standards; receive kitchen supplies
            store kitchen supplies; store raw food materials; work in a hospitality team
        """),
    ),
    Family(
        name="cooking and baking",
        isco=("5120", "3434", "7511", "7512", "7513", "7514"),
        evidence_needed=NEVER,
        implies=labels("""
            care for food aesthetic; check quality of raw materials; combination of flavours; combination of textures
            compile cooking recipes; composition of diets; create new recipes; cultural customs on food preparation
            food and beverage industry; food and beverages on the menu; food materials; food preservation
            food product ingredients; food products composition; foodborne diseases; ingredient threats
            maintain kitchen equipment at correct temperature; monitor ingredient storage; monitor kitchen supplies
            order supplies; perform sensory evaluation of food products; prepare ready-made dishes
            think creatively about food and beverages; use cooking techniques; use culinary finishing techniques
            use food cutting tools; use food preparation techniques; use reheating techniques
        """),
    ),
    Family(
        name="serving food",
        isco=("5131", "5132", "1412", "5246", "9411"),
        evidence_needed=NEVER,
        implies=labels("""
            arrange tables; assist customers; clean surfaces; food and beverages on the menu; handle glassware
            inspect table settings; polish silverware; prepare hot drinks; prepare tableware; present menus
            process payments; provide food and beverages; serve beverages; serve food in table service
            take food and beverage orders from customers; take room service orders; upsell products
            welcome restaurant guests
        """),
    ),
    Family(
        name="food factories",
        isco=("751", "8160"),
        evidence_needed=NEVER,
        implies=labels("""
            administer ingredients in food production; analyse characteristics of food products at reception
            apply GMP; apply HACCP; apply requirements concerning manufacturing of food and beverages
            be at ease in unsafe environments; clean food and beverage machinery
            exert quality control to processing food; food legislation; food preservation
            general principles of food law; monitor temperature in manufacturing process of food and beverages
            perform sensory evaluation of food products; processes of foods and beverages manufacturing
            set up equipment for food production; store raw food materials; traceability in food industry
            work in a food processing team
        """),
    ),
    Family(
        name="cleaning and housekeeping",
        isco=("911", "912", "5151", "5152", "5153", "941"),
        words=frozenset({"cleaning", "clean"}),
        evidence_needed=4,
        implies=labels("""
            assess cleanliness of areas; clean building floors; clean furniture; clean glass surfaces
            clean household linens; clean rooms; clean surfaces; clean toilet facilities; cleaning products
            cleaning techniques; conduct cleaning tasks; dispose waste; ensure sanitation
            handle chemical cleaning agents; handle linen in stock; iron textiles; maintain cleaning equipment
            maintain inventory of cleaning supplies; maintain personal hygiene standards when cleaning
            maintain work area cleanliness; make the beds
            perform cleaning activities in an environmentally friendly way; perform cleaning duties
            restock toilet facilities' supplies; sort waste; vacuum surfaces; wash the laundry
            work safely with chemicals; workplace sanitation
        """),
    ),
    Family(
        name="handling money at a counter",
        isco=("421", "4221", "4224", "523", "5221", "5222", "5223", "5131"),
        evidence_needed=2,
        words=frozenset({"cash", "payment"}),
        implies=labels("""
            carry out calculations; carry out end of day accounts; count money; credit card payments
            handle financial transactions; handle petty cash; maintain transaction's reports; operate cash point
            operate cash register; process payments; process refunds
        """),
    ),
    Family(
        name="sewing and textiles",
        isco=("753", "815"),
        evidence_needed=NEVER,
        implies=labels("""
            cut fabrics; distinguish accessories; distinguish fabrics; evaluate textile characteristics; iron textiles
            properties of fabrics; sew pieces of fabric; sew textile-based articles; textile materials
            textile techniques; use manual sewing techniques; work in textile manufacturing teams
        """),
    ),
    Family(
        name="woodwork",
        isco=("7115", "752"),
        evidence_needed=NEVER,
        implies=labels("""
            apply wood finishes; clean wood surface; create smooth wood surface; create wood joints
            distinguish wood quality; join wood elements; manipulate wood; operate wood sawing equipment; sand wood
            types of wood; use sander; wood cuts; wood moisture content; wood products; woodworking processes
            woodworking tools
        """),
    ),
)
