"""Families of work in the open and on the way: land, animals, sea, air, roads, warehouses."""

from __future__ import annotations

from stepladder.skills.gaps.families.model import NEVER, Family, labels

__all__ = ["ROADS"]

ROADS: tuple[Family, ...] = (
    Family(
        name="work outdoors",
        isco=("6", "711", "921", "931", "961", "962", "834", "0310", "541", "9331", "3123", "835"),
        evidence_needed=NEVER,
        implies=labels("""
            adapt to different weather conditions; communicate in an outdoor setting; work in inclement conditions
            work in outdoor conditions
        """),
    ),
    Family(
        name="farming",
        isco=("61", "63", "921"),
        evidence_needed=NEVER,
        implies=labels("""
            agronomy; drive agricultural machines; ecology; environmental legislation in agriculture and forestry
            maintain farm equipment; operate agricultural machinery; work in a land-based team
        """),
    ),
    Family(
        name="work with animals",
        isco=("612", "613", "5164", "9212", "9213", "2250", "3240"),
        evidence_needed=NEVER,
        implies=labels("""
            anatomy of animals; animal behaviour; animal nutrition; animal species; animal welfare
            animal welfare legislation; apply animal hygiene practices; assess animal behaviour
            biosecurity related to animals; control animal movement; feed livestock; handle veterinary emergencies
            livestock; livestock farming systems; livestock feeding; livestock species; maintain animal accommodation
            manage animal biosecurity; monitor livestock; monitor the welfare of animals; physiology of animals
            provide first aid to animals; provide nutrition to animals; signs of animal illness
        """),
    ),
    Family(
        name="growing plants",
        isco=("611", "613", "6210", "9211", "9213", "9214", "9215", "2132"),
        evidence_needed=NEVER,
        implies=labels("""
            agronomical production principles; crop production principles; drive agricultural machines; ecology
            execute disease and pest control activities; execute fertilisation; fertilisation principles; grow plants
            harvest crop; irrigate soil; irrigation systems; maintain agricultural machinery
            maintain gardening equipment; maintain plant health; maintain plant soil nutrition
            maintain plants' growth; monitor crops; nurse plants; pest control in plants; plant care products
            plant disease control; plant green plants; plant species; prepare equipment for harvest
            prepare planting area; propagate plants; prune plants; soil structure; store crops
            technical equipment for crop production; use gardening equipment; watering principles
        """),
    ),
    Family(
        name="gardening",
        isco=("6113", "9214"),
        evidence_needed=NEVER,
        implies=labels("""
            maintain turf and grass; perform weed control operations; prepare land for turf laying
            prepare sites for planting of grass; prepare the ground; prune hedges and trees
            transport physical resources within the work area; turf management; use gardening equipment
        """),
    ),
    Family(
        name="forestry and trees",
        isco=("6210", "9215"),
        called=labels("tree; forest; forestry"),
        evidence_needed=NEVER,
        implies=labels("""
            conserve forests; forest ecology; inspect trees; maintain forestry equipment; operate chainsaw
            plant species; protect trees; tree preservation and conservation; types of wood; work in a forestry team
            work independently in forestry services
        """),
    ),
    Family(
        name="fishing and work at sea",
        isco=("622", "8350", "3151", "3152", "9216"),
        evidence_needed=NEVER,
        implies=labels("""
            assist in ship maintenance; be at ease in unsafe environments; clean parts of vessels
            communicate in an outdoor setting; extinguish fires; fire-fighting systems
            maintain safe navigation watches; make time-critical decisions; moor vessels; operate small craft
            perform lookout duties during maritime operations; perform small vessel safety measures
            perform small vessel safety procedures; perform vessel maintenance and cleaning
            physical parts of the vessel; pollution prevention; prepare for small craft operation
            risks associated with undertaking fishing operations; survive at sea in the event of ship abandonment
            swim; types of maritime vessels; unmoor vessels; use communication devices
            use different types of fire extinguishers; use maritime English; vessel safety equipment
            work in inclement conditions; work in outdoor conditions
        """),
    ),
    Family(
        name="fish farming",
        isco=("6221", "1312"),
        words=frozenset({"aquaculture"}),
        evidence_needed=5,
        implies=labels("""
            animal welfare legislation; aquatic species; biosecurity; carry out feeding operations
            collect biological data; collect dead fish; collect growth rate information; fish anatomy; fish biology
            fish identification and classification; fish welfare regulations; handle harvested fish
            identity aquaculture species; maintain aquaculture equipment; maintain grading equipment
            measure water flow; measure water quality parameters; monitor feeding behaviour
            monitor fish health status; monitor fish mortality rates; monitor growth rates of cultivated fish species
            monitor water quality; observe abnormal fish behaviour; perform fish grading operations
            prepare fish holding units; screen live fish deformities; use water disinfection equipment
            work in outdoor conditions
        """),
    ),
    Family(
        name="fishing",
        isco=("622", "9216"),
        evidence_needed=NEVER,
        implies=labels("""
            apply fish harvest methods; aquatic species; collect dead fish; deterioration of fish products
            fish anatomy; fish biology; fish harvesting methods; fish identification and classification
            fish varieties; fisheries legislation; fishing gear; fishing industry; fishing vessels
            handle fish harvesting waste; handle fish products; handle harvested fish; harvest aquatic resources
            maintain fish harvesting equipment; monitor live fish collection; prepare fish harvesting equipment
            preserve fish products; quality of fish products; set up fish harvesting equipment
            use fishing vessel equipment; work in a fishery team
        """),
    ),
    Family(
        name="driving and transport",
        isco=("83", "9331", "9332", "5165"),
        but=("8350",),
        words=frozenset({"vehicle", "driving", "drive"}),
        evidence_needed=5,
        implies=labels("""
            anticipate foreseeable problems on the road; car controls; control the performance of the vehicle
            drive automatic car; drive in urban areas; drive vehicles; effective perception of transport environment
            ensure vehicle operability; execute vehicle maintenance; exercise patience; geographic areas
            have spatial awareness; health and safety measures in transportation; interpret traffic signals
            keep time accurately; load cargo; local geography; maintain logbooks; maintain vehicle appearance
            maintain vehicle service; make independent operating decisions; mechanical components of vehicles
            obey traffic rules; operate GPS systems; parallel park vehicles; park vehicles
            provide information to passengers; react to events in time-critical environments; read maps
            road traffic laws; secure goods; solve location and navigation problems by using GPS tools; stay alert
            tolerate sitting for long periods; tolerate stress; traffic signs; types of vehicles
            use communication devices; use communication equipment; use different types of fire extinguishers
            work in shifts
        """),
    ),
    Family(
        name="carrying passengers",
        isco=("8321", "8322", "8331", "5111", "5112"),
        evidence_needed=NEVER,
        implies=labels("""
            assist disable passengers; assist passengers; assist passengers in emergency situations
            be friendly to passengers; communicate clearly with passengers; communicate with customers
            deal with challenging people; deal with challenging work conditions; ensure passenger comfort
            facilitate safe disembarkation of passengers; first aid; focus on passengers; handle petty cash
            keep time accurately; maintain relationship with customers; passenger transport regulations
            provide first aid; provide information to passengers; sell tickets
        """),
    ),
    Family(
        name="aviation",
        isco=("3153", "3154", "3155"),
        words=frozenset({"aircraft", "flight", "aviation", "aeronautical"}),
        evidence_needed=4,
        implies=labels("""
            air transport law; aircraft flight control systems; aircraft mechanics
            apply airport standards and regulations; aviation meteorology; carry out navigational calculations
            common aviation safety regulations; comply with air traffic control operations; create a flight plan
            ensure aircraft compliance with regulation; follow airport safety procedures; have spatial awareness
            identify airport safety hazards; inspect aircraft; make independent operating decisions
            make time-critical decisions; operate cockpit control panels; operate GPS systems; operate radio equipment
            operate radio navigation instruments; perform routine flight operations checks; read 3D displays
            read maps; supervise crew; types of aircraft; use communication equipment; use meteorological information
            work in an aviation team
        """),
    ),
    Family(
        name="warehouse and dispatch work",
        isco=("4321", "8344", "933", "1324", "4323"),
        but=("9331", "9332"),
        evidence_needed=NEVER,
        implies=labels("""
            carry out inventory control accuracy; carry out stock rotation; check deliveries on receipt
            check for damaged items; clean warehouse; ensure efficient utilisation of warehouse space
            ensure safety conditions in storage rooms; ensure stock storage safety; follow stock control instructions
            goods transported from warehouse facilities; handle delivered packages
            handle paperwork related to warehouse stock; identify damaged goods before shipment
            inventory management rules; keep stock records; load cargo; maintain physical condition of warehouse
            maintain stock control systems; monitor security procedures in warehouse operations; monitor stock level
            monitor storage space; operate warehouse materials; operate warehouse record systems; order supplies
            organise storage facilities; pack goods; receive goods; safety regulations for warehouses; secure goods
            stack goods; store warehouse goods; track shipments; transfer stock; types of packaging materials
            types of packaging used in industrial shipments; use a warehouse management system; warehouse operations
            warehousing regulations; work in a logistics team
        """),
    ),
    Family(
        name="rubbish and recycling",
        isco=("961",),
        evidence_needed=NEVER,
        implies=labels("""
            assess waste type; characteristics of waste; collect industrial waste; communicate with waste collectors
            dispose of hazardous waste; dispose of non-hazardous waste; hazardous waste storage; hazardous waste types
            load equipment; sort waste; waste and scrap products; waste management
        """),
    ),
)
