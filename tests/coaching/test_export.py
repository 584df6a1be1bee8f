"""`dealcoach export csv`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from .samples import DAY, DEAL, Call, write


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_export(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "deals"
    folder.mkdir()
    crm = 'crm: {system: salesforce, id: "0065g00000KELD1"}\n'
    (folder / "a.yaml").write_text(DEAL + crm + "amount: 72000\ncurrency: EUR\n")
    (folder / "b.yaml").write_text(DEAL.replace('"Kestrel Bay Harbour"', '"=HYPERLINK(1)"'))
    (folder / "c.yaml").write_text(DEAL.replace("stage: proposal", "stage: proposal\nstatus: lost"))
    (folder / "d.yaml").write_text("deal: [\n")
    ran = call("export", "csv", *DAY)
    assert ran.code == 1 and "deals/d.yaml:" in ran.err and "2 of 3 deals without a crm.id" in ran.err
    first, second, third = rows(ran.out)
    assert ran.out.startswith("crm_id,crm_system,file,")
    assert (first["crm_id"], first["crm_system"]) == ("0065g00000KELD1", "salesforce")
    assert first["file"] == "deals/a.yaml" and first["amount"] == "72000"
    assert first["score"].isdigit() and first["coverage"].isdigit()
    assert first["next_step"] == "Follow up next week" and first["next_step_reading"] == "check_in"
    assert first["their_next_step_due"] == "2026-11-19"
    assert first["top_rule"] and first["top_finding"] and first["top_question"].endswith("?")
    assert first["amount_at_risk"] in ("true", "false")
    assert second["account"] == "'=HYPERLINK(1)" and second["crm_id"] == ""
    assert (third["score"], third["band"], third["amount_at_risk"], third["next_step"]) == ("", "", "", "")


def test_export_to_a_file_with_a_mark(call: Call, tmp_path: Path) -> None:
    write(tmp_path)
    ran = call("export", "csv", "harbour.yaml", "-o", "out.csv", "--bom", *DAY)
    assert ran.code == 0 and ran.out == "" and "out.csv: 1 deal\n" in ran.err
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfcrm_id,")
    assert len(rows(data.decode())) == 1
    assert call("export", "csv", "nothing-here", *DAY).code in (1, 3)
    assert call("export", "csv", "-", *DAY).code == 2
