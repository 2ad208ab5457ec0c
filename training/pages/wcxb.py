"""Pages of WCXB to train on, for :mod:`training.pages.blocks --also`: those of its dev split whose sites are held out nowhere.

    python -m training.pages.wcxb CHECKOUT GOLD.jsonl.gz OUT

CHECKOUT is github.com/Murrough-Foley/web-content-extraction-benchmark (CC BY 4.0); GOLD the gold of the pages that are scored,
with the `site` of each. Left out is every page of a site that has a page in the published test split or in GOLD: the splits
share sites, and pages of one site are laid out alike. At c039d5e and with the 200 dev pages, 920 pages are left.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
from pathlib import Path
from typing import Any

from tld import get_fld

Record = dict[str, Any]


def site(host: str) -> str:
    """The registered domain of a host.

    >>> site("docs.example.co.uk")
    'example.co.uk'
    """
    host = host.partition(":")[0].lower()
    return get_fld(f"https://{host}", fail_silently=True) or host


def chosen(files: dict[str, Record], golds: list[Record]) -> list[str]:
    """The pages of the dev split of no site that is held out; `files` says of each its `split` and `domain`."""
    held = {site(gold["site"]) for gold in golds} | {site(one["domain"]) for one in files.values() if one["split"] == "test"}
    return [name for name, one in sorted(files.items()) if one["split"] == "dev" and site(one["domain"]) not in held]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    files = json.loads((options.checkout / "metadata.json").read_text(encoding="utf-8"))["files"]
    with gzip.open(options.gold, "rt", encoding="utf-8", errors="surrogateescape") as records:
        golds = [json.loads(record) for record in records]
    (options.out / "pages").mkdir(parents=True, exist_ok=True)
    with gzip.open(options.out / "gold.jsonl.gz", "wt", encoding="utf-8", errors="surrogateescape") as found:
        for name in chosen(files, golds):
            page = f"{name}.html.gz"
            truth = json.loads((options.checkout / "dev/ground-truth" / f"{name}.json").read_text(encoding="utf-8"))[
                "ground_truth"
            ]
            if (truth.get("main_content") or "").strip():
                shutil.copyfile(options.checkout / "dev/html" / page, options.out / "pages" / page)
                found.write(
                    json.dumps({"file": page, "text": truth["main_content"], "type": files[name]["page_type"], "weight": 1.0})
                    + "\n"
                )


if __name__ == "__main__":
    main()
