"""A file of people: read with care, judged row by row, awarded once, recalled within ten minutes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from stepladder.server.flows import awarding, claiming
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing import services
from stepladder.server.issuing.batches import good_rows, preview_batch, rows_left
from stepladder.server.issuing.models import AwardBatch, IssuedCredential
from stepladder.server.kernel import clock
from stepladder.server.kernel.mail import deliver_mail
from stepladder.server.kernel.models import OutboxMessage
from stepladder.server.kernel.outbox import deliver_due
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.wallet.models import Claim
from stepladder.server.wallet.selectors import claim_for_credential, credentials_of

pytestmark = pytest.mark.server

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HEAD = "name,email,student number,evidence,narrative\n"
TWO = HEAD + "Ana Costa,ana@x.example,,,\nBen Ode,ben@x.example,,,\n"


@pytest.fixture
def preview(college):
    def make(text: str | bytes = TWO, filename: str = "class.csv") -> AwardBatch:
        return preview_batch(
            actor=college.registrar,
            organisation=college.organisation,
            achievement=college.achievement,
            data=text if isinstance(text, bytes) else text.encode(),
            filename=filename,
        )

    return make


@pytest.fixture
def award_file(college, preview):
    def make(text: str = TWO) -> AwardBatch:
        batch = preview(text)
        awarding.award_batch(actor=college.registrar, batch=batch)
        batch.refresh_from_db()
        return batch

    return make


def errors(batch: AwardBatch) -> dict[int, str]:
    return {row["row"]: "; ".join(row["errors"]) for row in batch.rows if row["errors"]}


def workbook(sheet: str, *, extra: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/workbook.xml",
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        packed.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        packed.writestr(
            "xl/worksheets/sheet1.xml",
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<sheetData>{sheet}</sheetData></worksheet>",
        )
        for name, data in (extra or {}).items():
            packed.writestr(name, data)
    return out.getvalue()


def cells(row: int, *values: str) -> str:
    return (
        f'<row r="{row}">'
        + "".join(
            f'<c r="{"ABCDE"[n]}{row}" t="inlineStr"><is><t>{value}</t></is></c>' for n, value in enumerate(values)
        )
        + "</row>"
    )


# ------------------------------------------------------------------ reading


def test_each_bad_row_says_what_is_wrong(preview):
    found = errors(
        preview(
            HEAD + "Ana,ana@x.example,,,\n,ben@x.example,,,\nCy,not-an-address,,,\nDee,,,,\n"
            "Eve,eve@x.example,,ftp://x,\nAna Again,ANA@X.example,,,\nFay,,S-1,,\n"
        )
    )
    assert found[3] == "name is missing"
    assert "not-an-address is not an e-mail address" in found[4]
    assert "email or a student number" in found[5]
    assert found[6] == "evidence is not a web address"
    assert found[7] == "the same person as row 2"
    assert set(found) == {3, 4, 5, 6, 7}


def test_nobody_is_awarded_by_looking(preview):
    preview()
    assert IssuedCredential.objects.count() == OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(preview, encoding):
    batch = preview((HEAD + "Zoë Müller,zoe@x.example,,,\n").encode(encoding))
    assert batch.rows[0]["name"] == "Zoë Müller"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_usual_delimiters_are_read(preview, delimiter):
    batch = preview(TWO.replace(",", delimiter))
    assert [row["name"] for row in good_rows(batch)] == ["Ana Costa", "Ben Ode"]


def test_xlsx_is_read(preview):
    data = workbook(cells(1, "Name", "Email") + cells(2, "Ana Costa", "ana@x.example"))
    batch = preview(data, "class.xlsx")
    assert [(row["name"], row["email"]) for row in good_rows(batch)] == [("Ana Costa", "ana@x.example")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table.empty"),
        (b"email\nana@x.example\n", "table.missing_column"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "table.not_a_table"),
        (HEAD.encode() + b"Ana,ana@x.example,,,\n" * 500 + b"A\x00a,b@x.example,,,\n", "table.not_a_table"),
        (b"PK\x03\x04 not a workbook", "table.not_a_table"),
        (HEAD.encode() + b"Ana,ana@x.example,,,\n" * 20_001, "table.too_many_rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "table.too_large"),
    ],
)
def test_files_that_cannot_be_read_say_why(preview, data, code):
    with pytest.raises(Refusal) as caught:
        preview(data)
    assert caught.value.code == code
    assert caught.value.hint
    assert AwardBatch.objects.count() == 0


def test_a_zip_bomb_is_refused(preview):
    with pytest.raises(Refusal) as caught:
        preview(workbook(cells(1, "name"), extra={"xl/media/zeros.bin": bytes(61 * 1024 * 1024)}), "bomb.xlsx")
    assert caught.value.code == "table.too_large"


def test_a_zip_that_lies_about_its_size_is_refused(preview):
    data = workbook(cells(1, "name", "email") + cells(2, "Ana" + " " * 2_000_000, "ana@x.example"))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        size = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(Refusal) as caught:
        preview(lying, "lying.xlsx")
    assert caught.value.code == "table.not_a_table"


def test_a_cell_at_the_far_end_of_the_sheet_costs_nothing(preview):
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    with pytest.raises(Refusal) as caught:
        preview(workbook(cells(1, "name", "email") + far), "far.xlsx")
    assert caught.value.code == "table.too_large"


def test_another_kind_of_workbook_is_refused(preview):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", "<office/>")
    with pytest.raises(Refusal) as caught:
        preview(out.getvalue(), "class.ods")
    assert caught.value.code == "table.not_a_table"


@pytest.mark.parametrize("name", ["Ana\u202egnp.exe", "Ana\u2066x", "Ana\x07"])
def test_hidden_characters_are_named(preview, name):
    found = errors(preview(HEAD + "Ben,ben@x.example,,,\n" * 1 + f"{name},ana@x.example,,,\n"))
    assert "hidden character" in found[3]


@pytest.mark.parametrize("name", ["محمد علي", "יוסף", "张伟", "Zoë 🎓"])
def test_names_of_every_script_are_good(preview, name):
    assert errors(preview(HEAD + f"{name},ana@x.example,,,\n")) == {}


def test_very_long_cells_are_refused_row_by_row(preview):
    found = errors(preview(HEAD + f"{'n' * 4000},ana@x.example,,,\nBen,ben@x.example,,,\n"))
    assert found == {2: "name is longer than 200 letters"}


# ------------------------------------------------------------------ awarding


def test_good_rows_are_awarded_and_bad_ones_left_out(college, preview):
    batch = preview(TWO + "Cy,,,,\n")
    assert awarding.award_batch(actor=college.registrar, batch=batch) == (2, 0)
    assert IssuedCredential.objects.count() == 2
    assert OutboxMessage.objects.filter(kind="mail").count() == 2


def test_the_same_file_twice_awards_nobody_twice(college, preview, award_file):
    award_file()
    again = preview()
    assert all(row["already"] for row in again.rows)
    assert awarding.award_batch(actor=college.registrar, batch=again) == (0, 2)
    assert IssuedCredential.objects.count() == 2


def test_a_batch_is_awarded_once(college, award_file):
    with pytest.raises(Refusal) as caught:
        awarding.award_batch(actor=college.registrar, batch=award_file())
    assert (caught.value.code, caught.value.status) == ("batch.done_already", 409)


def test_what_was_cut_short_is_finished(college, preview):
    batch = preview()
    services.begin_batch(batch=batch, mails_leave_at=clock.now() + timedelta(minutes=10))
    batch.refresh_from_db()
    assert awarding.resume_batch(actor=college.registrar, batch=batch) == (2, 0)
    assert awarding.resume_batch(actor=college.registrar, batch=batch) == (0, 2)


def test_finishing_does_not_award_again_what_was_revoked(college, award_file):
    from stepladder.server.flows import revocation

    batch = award_file()
    revocation.revoke(actor=college.registrar, credential=IssuedCredential.objects.first(), reason="Wrong class")
    assert rows_left(batch) == 0
    assert awarding.resume_batch(actor=college.registrar, batch=batch) == (0, 2)


def test_an_address_is_written_so_that_it_can_be_signed(college, preview):
    batch = preview(HEAD + 'Ana,ana@x.example,,https://x.example/<ü>?a="b,\n')
    assert batch.rows[0]["evidence"] == "https://x.example/%3C%C3%BC%3E?a=%22b"
    assert awarding.award_batch(actor=college.registrar, batch=batch) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_press_at_once_make_one_batch(college, preview):
    from django.db import connection

    batch, outcomes, start = preview(), [], Barrier(2)

    def press():
        try:
            start.wait()
            outcomes.append(awarding.award_batch(actor=college.registrar, batch=AwardBatch.objects.get(pk=batch.pk)))
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(map(str, outcomes)) == ["(2, 0)", "batch.done_already"]
    assert IssuedCredential.objects.count() == 2


# ------------------------------------------------------------------ recall


def test_recall_leaves_nothing_behind(college, award_file, mailoutbox):
    with clock.frozen(NOON) as time:
        batch = award_file()
        time.move(timedelta(minutes=9))
        assert awarding.recall_batch(actor=college.registrar, batch=batch) == 2
        time.move(timedelta(days=1))
        assert deliver_due({"mail": deliver_mail}) == 0
    assert mailoutbox == []
    assert Claim.objects.filter(withdrawn_at=None).count() == 0
    assert {inspect_file(bytes(each.document)).verdict for each in IssuedCredential.objects.all()} == {"revoked"}


def test_recall_reaches_a_record_that_holds_it_already(college, award_file, learner):
    batch = award_file(HEAD + f"{learner.name},{learner.email},,,\n")
    claiming.claim(person=learner, claim=claim_for_credential(IssuedCredential.objects.get().iri))
    awarding.recall_batch(actor=college.registrar, batch=batch)
    assert [held.verdict for held in credentials_of(learner)] == ["revoked"]


def test_after_ten_minutes_a_recall_is_refused(college, award_file):
    with clock.frozen(NOON) as time:
        batch = award_file()
        time.move(timedelta(minutes=10))
        with pytest.raises(Refusal) as caught:
            awarding.recall_batch(actor=college.registrar, batch=batch)
    assert caught.value.code == "batch.mails_left"
    assert IssuedCredential.objects.filter(revoked_at=None).count() == 2


def test_send_now_ends_the_recall(college, award_file, mailoutbox):
    with clock.frozen(NOON):
        batch = award_file()
        assert awarding.end_recall(batch=batch) == 2
        assert deliver_due({"mail": deliver_mail}) == 2
        with pytest.raises(Refusal):
            awarding.recall_batch(actor=college.registrar, batch=batch)
    assert len(mailoutbox) == 2


def test_a_recall_happens_once_and_not_before_the_award(college, preview, award_file):
    with pytest.raises(Refusal) as caught:
        awarding.recall_batch(actor=college.registrar, batch=preview(HEAD + "Cy,cy@x.example,,,\n"))
    assert caught.value.code == "batch.nothing_to_recall"
    batch = award_file()
    awarding.recall_batch(actor=college.registrar, batch=batch)
    with pytest.raises(Refusal) as caught:
        awarding.recall_batch(actor=college.registrar, batch=batch)
    assert caught.value.code == "batch.nothing_to_recall"


def test_a_recall_ends_an_award_that_is_still_running(college, preview):
    batch = preview()
    services.begin_batch(batch=batch, mails_leave_at=clock.now() + timedelta(minutes=10))
    batch.refresh_from_db()
    awarding.recall_batch(actor=college.registrar, batch=AwardBatch.objects.get(pk=batch.pk))
    assert awarding.resume_batch(actor=college.registrar, batch=batch) == (0, 0)
    assert IssuedCredential.objects.count() == 0


def test_after_a_recall_the_mended_file_can_be_awarded(college, preview, award_file):
    awarding.recall_batch(actor=college.registrar, batch=award_file())
    assert awarding.award_batch(actor=college.registrar, batch=preview()) == (2, 0)
