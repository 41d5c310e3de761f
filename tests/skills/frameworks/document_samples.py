"""Small frameworks in the published layouts of CASE and CTDL-ASN, with words of our own."""

from __future__ import annotations

from typing import Any

BASE = "https://case.example.org/ims/case/v1p1"
DOC = "11111111-1111-4111-8111-111111111111"
IDS = {
    name: f"{number}0000000-0000-4000-8000-000000000000"
    for number, name in enumerate(("metal", "weld", "braze", "safe"), 2)
}


def item(name: str, statement: str, **members: Any) -> dict[str, Any]:
    return {
        "identifier": IDS[name],
        "uri": f"{BASE}/CFItems/{IDS[name]}",
        "fullStatement": statement,
        "lastChangeDateTime": "2026-03-01T10:00:00+00:00",
        "CFDocumentURI": link("CFDocuments", DOC, "Metal work"),
        **members,
    }


def link(kind: str, identifier: str, title: str = "", **members: Any) -> dict[str, Any]:
    return {"title": title, "identifier": identifier, "uri": f"{BASE}/{kind}/{identifier}", **members}


def association(origin: str, kind: str, target: Any) -> dict[str, Any]:
    node = target if isinstance(target, dict) else link("CFItems", IDS.get(target, target), target)
    return {
        "identifier": f"a-{origin}-{kind}",
        "uri": f"{BASE}/CFAssociations/x",
        "associationType": kind,
        "originNodeURI": link("CFItems", IDS.get(origin, origin), origin),
        "destinationNodeURI": node,
        "lastChangeDateTime": "2026-03-01T10:00:00+00:00",
    }


def package() -> dict[str, Any]:
    """A CFPackage of CASE 1.1 with every association type that is kept, and a rubric."""
    return {
        "CFDocument": {
            "identifier": DOC,
            "uri": f"{BASE}/CFDocuments/{DOC}",
            "creator": "Guild of Welders",
            "title": "Metal work",
            "caseVersion": "1.1",
            "lastChangeDateTime": "2026-03-01T10:00:00+00:00",
            "language": "en",
            "version": "2.1",
            "licenseURI": link("CFLicenses", DOC, "CC BY 4.0"),
            "CFPackageURI": link("CFPackages", DOC, "Metal work"),
        },
        "CFItems": [
            item("metal", "Works metal.", CFItemType="Domain", humanCodingScheme="M"),
            item(
                "weld",
                "Joins two parts of steel\n by melting their edges.",
                abbreviatedStatement="Weld steel",
                alternativeLabel="Fuse steel",
                humanCodingScheme="M.1",
                CFItemType="Skill",
                conceptKeywords=["steel", "heat"],
                educationLevel=["09", "10"],
                subject=["Crafts"],
            ),
            item("braze", "Joins parts with a filler.", CFItemType="Skill"),
            item("safe", "Knows what burns.", CFItemType="Knowledge", language="de"),
        ],
        "CFAssociations": [
            association("metal", "isChildOf", link("CFDocuments", DOC, "Metal work")),
            association("weld", "isChildOf", "metal"),
            association("braze", "isPartOf", "metal"),
            association("weld", "isRelatedTo", "braze"),
            association("safe", "precedes", "weld"),
            association(
                "weld", "exactMatchOf", {"title": "joining", "uri": "https://other.example/1", "identifier": "x"}
            ),
            association("braze", "replacedBy", {"title": "soldering", "uri": "https://other.example/2"}),
            association("weld", "hasSkillLevel", {"title": "Level 3", "uri": "https://levels.example/3"}),
            association("weld", "exemplar", {"title": "a picture", "uri": "https://other.example/3"}),
            association("weld", "ext:usedIn", "braze"),
            association("weld", "isChildOf", {"title": "elsewhere", "uri": "https://other.example/4"}),
        ],
        "CFRubrics": [
            {
                "identifier": DOC,
                "uri": f"{BASE}/CFRubrics/{DOC}",
                "title": "Seams",
                "CFRubricCriteria": [
                    {
                        "identifier": IDS["weld"],
                        "uri": f"{BASE}/CFRubricCriteria/1",
                        "category": "Strength",
                        "CFItemURI": link("CFItems", IDS["weld"]),
                        "CFRubricCriterionLevels": [
                            {"identifier": "2", "quality": "holds", "position": 2, "score": 10},
                            {"identifier": "1", "quality": "breaks", "position": 1, "score": 0},
                        ],
                    },
                    {"identifier": IDS["braze"], "uri": "urn:x", "CFRubricCriterionLevels": []},
                ],
            }
        ],
    }


REGISTRY = "https://registry.example.org/resources/"
CTIDS = {
    name: f"ce-{number}0000000-0000-4000-8000-000000000000" for number, name in enumerate(("all", "weld", "seam"), 1)
}


def competency(name: str, **members: Any) -> dict[str, Any]:
    return {
        "@type": "ceasn:Competency",
        "@id": REGISTRY + CTIDS[name],
        "ceterms:ctid": CTIDS[name],
        "ceasn:isPartOf": REGISTRY + CTIDS["all"],
        **{key.replace("_", ":", 1): value for key, value in members.items()},
    }


def graph() -> dict[str, Any]:
    """A competency framework as the registry serves it, in two languages."""
    return {
        "@context": "https://credreg.net/ctdlasn/schema/context/json",
        "@id": f"https://registry.example.org/graph/{CTIDS['all']}",
        "@graph": [
            {
                "@type": "ceasn:CompetencyFramework",
                "@id": REGISTRY + CTIDS["all"],
                "ceterms:ctid": CTIDS["all"],
                "ceasn:name": {"en-us": "Seams and joints"},
                "ceasn:inLanguage": ["en"],
                "ceasn:publisherName": {"en-us": ["Guild of Welders"]},
                "ceasn:dateModified": "2026-02-01T10:00:00Z",
                "ceasn:license": "https://creativecommons.org/licenses/by/4.0/",
                "ceasn:hasTopChild": {"@list": [REGISTRY + CTIDS["weld"]]},
            },
            competency(
                "weld",
                ceasn_competencyLabel={"en-us": "Weld steel", "fr": "Souder l’acier"},
                ceasn_competencyText={"en-us": "Joins two parts of steel by melting their edges."},
                ceasn_isTopChildOf=REGISTRY + CTIDS["all"],
                ceasn_codedNotation="W.1",
                ceasn_conceptKeyword={"en-us": ["steel", "heat"], "fr": ["acier"]},
                ceasn_comment=[{"en-us": "Wear gloves."}],
                ceasn_exactAlignment=["https://other.example/1"],
                ceasn_broadAlignment={"@id": "https://other.example/2"},
                ceasn_educationLevelType=[
                    {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": {"en-us": "Grade 9"}}
                ],
            ),
            competency(
                "seam",
                ceasn_competencyText={"en-us": "Judges a seam.", "fr": "Juge un cordon de soudure."},
                ceasn_isChildOf=[REGISTRY + CTIDS["weld"]],
                ceasn_prerequisiteAlignment=CTIDS["weld"],
                skos_closeMatch=["https://other.example/3"],
            ),
            {"@type": "ceterms:CredentialOrganization", "@id": "_:b", "ceterms:name": {"en": "Guild"}},
        ],
    }
