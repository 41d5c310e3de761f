"""The classes of the model are those of the standards: every term of the pinned contexts, and nothing invented."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
from typing import Any

import pytest

from stepladder.credentials import model
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.contexts.store import CREDENTIALS_V1, CREDENTIALS_V2, OPEN_BADGES_3_0_3
from stepladder.credentials.model.kinds import BOOLEAN, CODE, NUMBER, PLAIN, TEXT, TEXTS, Node, Word
from stepladder.credentials.model.mapping import Value, shape_of

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/"
OLDER = [f"{OPEN_BADGES}context{version}.json" for version in ("", "-3.0.1", "-3.0.2")]
CLASSES = [
    value
    for value in (getattr(model, name) for name in model.__all__)
    if isinstance(value, type) and issubclass(value, Value) and value is not Value
]
# Members that the context of a class leaves to terms for all classes (Open Badges 3.0, appendix B.1).
SHARED = {
    "Achievement": {"description", "endorsement", "endorsementJwt", "name"},
    "AchievementSubject": {"narrative"},
    "Evidence": {"description", "name", "narrative"},
    "Profile": {"description", "endorsement", "endorsementJwt", "name", "url"},
    "Result": {"alignment"},
    "ResultDescription": {"alignment", "name"},
    "RubricCriterionLevel": {"alignment", "description", "name"},
}
# Classes whose members are all of terms for all classes, and of the VC Data Model.
OF_SHARED_TERMS = {
    "AchievementCredential": {"image", "awardedDate", "endorsement", "endorsementJwt"},
    "EndorsementCredential": {"awardedDate"},
    "ClrCredential": {"image", "awardedDate", "endorsement", "endorsementJwt", "partial"},
    "Criteria": {"narrative"},
}
OTHER_NAMES = {"BitstringStatusListEntry": "CredentialStatus", "DataIntegrityProof": "Proof"}


def scoped(url: str) -> dict[str, dict[str, Any]]:
    """Return the terms that a context defines for each of its types, without prefixes and keywords."""
    return {
        name: {
            term: meaning if isinstance(meaning, dict) else {}
            for term, meaning in entry["@context"].items()
            if term not in {"@protected", "@version", "id", "type", "cred", "obi", "sec", "xsd"}
        }
        for name, entry in ContextStore().load(url)["@context"].items()
        if isinstance(entry, dict) and isinstance(entry.get("@context"), dict) and name[0].isupper()
    }


def names(name: str) -> set[str]:
    return set(shape_of(getattr(model, name)).by_name) - {"id", "type", "@context"}


@pytest.mark.parametrize("name", sorted({**scoped(OPEN_BADGES_3_0_3), **scoped(CLR)} - OF_SHARED_TERMS.keys()))
def test_a_class_has_the_members_of_its_context_and_no_others(name: str) -> None:
    terms = {**scoped(OPEN_BADGES_3_0_3), **scoped(CLR)}[name]
    assert names(name) == set(terms) | SHARED.get(name, set())


@pytest.mark.parametrize("name", sorted(OF_SHARED_TERMS))
def test_a_class_without_a_context_of_its_own_has_shared_terms_and_those_of_credentials(name: str) -> None:
    outer = ContextStore().load(OPEN_BADGES_3_0_3)["@context"]
    of_credentials = names("VerifiableCredential") if name.endswith("Credential") else set()
    assert names(name) - of_credentials == OF_SHARED_TERMS[name]
    assert OF_SHARED_TERMS[name] <= set(outer) | set(scoped(CLR)["ClrCredential"])


def test_no_term_of_open_badges_is_left_without_a_member() -> None:
    outer = {term for term in ContextStore().load(OPEN_BADGES_3_0_3)["@context"] if term[0].islower()}
    members = set().union(*(names(one.__name__) for one in CLASSES))
    assert outer - members == {"id", "type", "jti"}, "jti is a claim of tokens"


@pytest.mark.parametrize("url", OLDER)
def test_older_contexts_have_no_member_that_the_classes_lack(url: str) -> None:
    assert len(scoped(url)) > 10
    assert {name: lacking for name, terms in scoped(url).items() if (lacking := set(terms) - names(name))} == {}


def test_credentials_and_presentations_have_the_members_of_vc_2_0() -> None:
    terms = scoped(CREDENTIALS_V2)
    assert names("VerifiableCredential") == set(terms["VerifiableCredential"])
    assert names("VerifiablePresentation") == set(terms["VerifiablePresentation"])
    for type_, name in OTHER_NAMES.items():
        assert names(name) == set(terms[type_]) - {"id", "type"}


def test_vc_1_1_has_other_names_for_the_times_and_nothing_else_that_is_missing() -> None:
    members = shape_of(model.VerifiableCredential).members
    known = {name for one in members for name in (one.name, one.older)}
    assert set(scoped(CREDENTIALS_V1)["VerifiableCredential"]) - known == {"holder", "issued"}, "which nobody may use"
    assert {one.older: one.attribute for one in members if one.older} == {
        "issuanceDate": "valid_from",
        "expirationDate": "valid_until",
    }


def test_every_kind_of_value_is_that_of_the_context() -> None:
    xsd = "https://www.w3.org/2001/XMLSchema#"
    kinds = {f"{xsd}float": {NUMBER}, f"{xsd}boolean": {BOOLEAN}, f"{xsd}date": {PLAIN}, f"{xsd}anyURI": {PLAIN}}
    seen = 0
    for name, terms in scoped(OPEN_BADGES_3_0_3).items():
        for term, meaning in terms.items():
            one = shape_of(getattr(model, name)).by_name[term]
            type_ = meaning.get("@type")
            if type_ in kinds:
                assert one.kind in kinds[type_], f"{name}.{term}"
            elif type_ == "@id":
                assert isinstance(one.kind, Node), f"{name}.{term}"
            else:
                assert one.kind in {TEXT, TEXTS, PLAIN, NUMBER} or isinstance(one.kind, (Node, Word)), f"{name}.{term}"
            assert not {"@set", "@list"} & {meaning.get("@container")} or one.many, f"{name}.{term}"
            seen += 1
    assert seen > 80


def test_status_indexes_may_be_numbers_in_older_lists() -> None:
    assert shape_of(model.CredentialStatus).by_name["statusListIndex"].kind == CODE


def test_every_name_of_the_model_is_there_and_listed_in_order() -> None:
    assert list(model.__all__) == sorted(model.__all__, key=lambda name: (not name[0].isupper(), name))
    assert all(getattr(model, name) is not None for name in model.__all__)
    with pytest.raises(AttributeError, match="no attribute"):
        model.BadgeClass  # noqa: B018 - the word of Open Badges 2


def test_verifying_starts_without_the_classes() -> None:
    code = """if True:
        import sys
        from datetime import UTC, datetime
        from stepladder.credentials import inspect
        from stepladder.credentials.dids import DocumentResolver
        import stepladder.cli.report, stepladder.credentials.model.micro_credential
        document = b'{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]}'
        inspect(document, resolver=DocumentResolver(), at=datetime(2026, 1, 1, tzinfo=UTC))
        print(sorted(name for name in sys.modules if name.startswith("stepladder.credentials.model.")))
    """
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "strict_json" in done.stdout
    assert not [
        name for name in ("achievements", "credentials'", "mapping", "kinds") if f".model.{name}" in done.stdout
    ]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_values_are_frozen_and_take_keywords_only(cls: type[Value]) -> None:
    assert cls.__doc__
    assert not hasattr(cls, "__dict__") or "__slots__" in vars(cls)
    assert all(field.kw_only for field in dataclasses.fields(cls))
    assert cls.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_values_are_copied_compared_hashed_and_pickled() -> None:
    read = model.Profile.from_document({"id": "did:example:1", "name": "Guild", "myOwn": {"a": [1]}})
    assert dataclasses.replace(read, name="Other").to_document() == {
        "id": "did:example:1",
        "name": "Other",
        "myOwn": {"a": [1]},
    }
    assert pickle.loads(pickle.dumps(read)) == read  # noqa: S301 - our own bytes
    assert len({read, model.Profile.from_document(read.to_document())}) == 1


def test_lists_that_are_given_become_tuples() -> None:
    one = model.AchievementSubject(id="did:example:1", results=[model.Result(status="Completed")])
    assert one.results == (model.Result(status="Completed"),)
    assert model.AchievementSubject.from_document(one.to_document()) == one


def test_a_single_value_is_not_taken_for_a_sequence() -> None:
    for many in ("metal", {"a": 1}):
        with pytest.raises(TypeError, match="takes a sequence"):
            model.Criteria(types=many)  # type: ignore[arg-type]


def test_nobody_changes_a_value_from_outside() -> None:
    document = {"id": "did:example:1", "type": ["Profile"], "myOwn": {"a": [1]}}
    read = model.Profile.from_document(document)
    document["myOwn"]["a"].append(2)  # type: ignore[index]
    read.to_document()["myOwn"]["a"].append(3)
    assert read.other == {"myOwn": {"a": [1]}}


def test_a_member_is_not_given_twice() -> None:
    with pytest.raises(ValueError, match="name"):
        model.Profile(id="did:example:1", name="Guild", other={"name": "Another"})
