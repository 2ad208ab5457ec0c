"""Mining the pages of a site: what becomes a rule, what must not, and that a pack can be written, read and merged."""

from __future__ import annotations

import random
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, mine
from cleaner.cli.commands.mine import mine as command
from cleaner.pipeline.mining import Miner
from cleaner.rulebook.packs import Pack, format_pack, read_pack

WORDS = [
    *("harbour", "market", "ferry", "council", "bridge", "winter", "garden", "school", "letter", "engine", "river", "tower"),
    *("baker", "storm", "island", "signal", "museum", "captain", "lantern", "orchard", "village", "theatre", "railway"),
    *("copper", "meadow", "archive", "summer", "chapel", "cellar", "window"),
]
MENU = ["Harbour Post", "Town", "Sport", "Weather", "Town > Letters"]
FOOT = ["Share this story", "Imprint | Terms", "© {year} Harbour Post Ltd.", "Printed {n} times"]


def sentence(draw: random.Random, length: int = 12) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(length)).capitalize() + "."


def article(number: int, menu: list[str] = MENU, foot: list[str] = FOOT) -> str:
    draw = random.Random(number)
    title = sentence(draw, 5)[:-1]
    meta = f"Posted on: {draw.randrange(1, 29)} {draw.choice(['March', 'May', 'October'])} 20{draw.randrange(10, 27)}"
    body = [sentence(draw) for _ in range(4)]
    body.insert(2, "How it went on")
    lines = [*menu, title, meta, *body, *foot, f"Next post {sentence(draw, 4)[:-1]}"]
    return "\n".join(lines).format(year=2000 + number % 20, n=number)


def body_of(page: str, menu: int = len(MENU), foot: int = len(FOOT) + 1) -> list[str]:
    lines = page.split("\n")
    return [lines[menu], *lines[menu + 2 : len(lines) - foot]]


def index(numbers: list[int]) -> str:
    teasers = [line for number in numbers for line in body_of(article(number))[:2]]
    return "\n".join([*MENU, "All stories", *teasers, *FOOT]).format(year=2020, n=1)


def cleaned(pack: Pack, page: str) -> list[str]:
    return [line for line in Cleaner(rules=[pack], select=["boilerplate.site"]).clean(page).text.split("\n") if line]


@pytest.mark.parametrize("count", [3, 5, 40])
def test_menu_foot_and_typed_lines_go_and_the_article_stays(count: int) -> None:
    pages = [article(number) for number in range(count)]
    pack = mine(pages)
    for page in [*pages, article(1000)]:
        assert cleaned(pack, page) == body_of(page)


def test_two_pages_are_no_site() -> None:
    assert not mine([article(1), article(2)]).rules
    assert not mine([]).rules


def test_equal_and_nearly_equal_pages_count_once() -> None:
    page = article(1)
    assert not mine([page] * 50).rules
    assert not mine([page, page + "\nOne more line.", "Print\n" + page, page.replace("20", "19")]).rules


def test_index_pages_do_not_make_rules_of_titles() -> None:
    pages = [article(number) for number in range(6)]
    lists = [index([0, 1, 2, 3, 4]), index([5, 0, 1, 2]), index([3, 1, 0, 4])]
    pack = mine(pages + lists)
    for page in pages:
        assert cleaned(pack, page) == body_of(page)


def test_a_heading_that_all_articles_share_stays() -> None:
    pack = mine(article(number) for number in range(30))
    assert "How it went on" not in {phrase for rule in pack.rules for phrase in rule.data["phrases"]}


def test_a_menu_in_a_second_language_is_found() -> None:
    german = ["Hafenpost", "Stadt", "Sport", "Wetter", "Leserbriefe aus der Stadt"]
    menu = [*MENU[:1], *german[1:], "English"]
    pages = [article(number, [*MENU, "English"]) for number in range(40)] + [article(number, menu) for number in range(40, 46)]
    pack = mine(pages)
    assert cleaned(pack, pages[-1]) == body_of(pages[-1], menu=len(menu))


def test_clean_texts_without_boilerplate_give_no_rules() -> None:
    pages = ["\n\n".join(sentence(random.Random(100 * n + k), 20) for k in range(12)) for n in range(50)]
    assert not mine(pages).rules


# ---- the pack -------------------------------------------------------------------------------------------------------


def test_support_and_lines_that_were_seen() -> None:
    rules = {rule.data["phrases"][0]: rule for rule in mine(article(number) for number in range(7)).rules}
    rule = rules["© {count} Harbour Post Ltd."]
    assert (rule.data["support"], rule.data["pages"]) == (7, 7)
    assert all("Harbour Post Ltd." in line for line in rule.data["seen"])
    assert rule.id == "boilerplate.site.n-harbour-post-ltd"
    assert {"Posted on: {title}", "Next post {title}"} <= set(rules)


def test_mined_rules_pass_their_own_examples_and_keeps() -> None:
    pack = mine(article(number) for number in range(7))
    for rule in pack.rules:
        only = Cleaner(rules=[pack], select=[rule.id])
        for before, after in rule.examples:
            assert only.clean(before).text == after
        for keep in rule.keeps:
            assert only.clean(keep).text == keep


def test_a_pack_is_written_and_read_back(tmp_path: Path) -> None:
    menu = ['Say "hello" \\ wave', "Tab & Co.", "Über uns", "日本語のページ", "Tür\u00a0zu"]
    pack = mine(article(number, menu) for number in range(5))
    path = tmp_path / "site.toml"
    path.write_text(format_pack(pack), encoding="utf-8")
    again = read_pack(path, "")
    assert again.filter == "boilerplate.site"
    assert [rule._replace(pack="") for rule in again.rules] == [rule._replace(pack="") for rule in pack.rules]
    page = article(99, menu)
    assert Cleaner(rules=[path]).clean(page).text == Cleaner(rules=[pack]).clean(page).text


def test_a_pack_does_not_depend_on_order_or_on_parts() -> None:
    pages = [article(number) for number in range(60)]
    whole = Miner(sample=20)
    for page in pages:
        whole.add(page)
    parts = [Miner(sample=20) for _ in range(3)]
    for number, page in enumerate(reversed(pages)):
        parts[number % 3].add(page)
    parts[2].merge(parts[0])
    parts[2].merge(parts[1])
    assert parts[2].pack() == whole.pack() == mine_with(random.Random(1).sample(pages, 60), 20)


def mine_with(pages: list[str], sample: int) -> Pack:
    miner = Miner(sample)
    for page in pages:
        miner.add(page)
    return miner.pack()


def test_memory_is_flat() -> None:
    def peak(pages: int) -> int:
        tracemalloc.start()
        miner = Miner(sample=20)
        for number in range(pages):
            miner.add(f"Harbour Post\nStory {number}\n" + "Some words. " * 50)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(4_000) < 1.5 * peak(200)


def test_pages_of_one_huge_line_or_none() -> None:
    pages = ["", "\n\n\n", "x" * 1_000_000, "\ud800\n\x00\n", "y " * 500_000]
    assert not mine(pages).rules


# ---- the command ----------------------------------------------------------------------------------------------------


def test_the_command_writes_a_pack(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(5):
        (pages / f"{number}.txt").write_text(article(number), encoding="utf-8")
    target = tmp_path / "site.toml"
    result = CliRunner().invoke(command, [str(pages), "-o", str(target)])
    assert result.exit_code == 0
    assert "rules from 5 pages" in result.stderr
    page = article(77)
    assert Cleaner(rules=[target], select=["boilerplate.site"]).clean(page).text.split("\n") == body_of(page)
    result = CliRunner().invoke(command, [str(pages)])
    assert read_pack(target, "").rules
    assert result.stdout == target.read_text(encoding="utf-8")


def test_the_command_says_when_nothing_repeats(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A page.", encoding="utf-8")
    result = CliRunner().invoke(command, [str(tmp_path)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no rule in 1 page" in result.stderr


def test_of_few_pages_a_menu_that_two_have_goes_and_a_title_that_two_share_stays() -> None:
    german, french = ["• Der Hafen", "• Boote", "• Kontakt"], ["• Le port", "• Bateaux", "• Contact"]
    pages = []
    for number in range(5):
        menu = german if number % 2 else french
        title = "The winter of the two storms" if number in (0, 4) else f"Story {'x' * number}"
        body = [f"Line {word * (number + 2)} of a story that is told on this page and no other." for word in "abc"]
        pages.append(
            "\n".join(["Harbour Post", *menu, "• News", title, "Written by: Ada", "Filed under: News", *body, "Back to top"])
        )
    result = Cleaner(rules=[mine(pages)], select=["boilerplate"]).clean(pages[0], input_format="text")
    assert result.text.startswith("The winter of the two storms\nLine aa")


def test_items_between_items_of_a_menu_go_with_them() -> None:
    text = "The lock is dry, and nobody knows when it will be filled again."
    pages = [f"Harn Boats\n• News\n• Team\n• Shop\n{text} {n}" for n in ("One.", "Two.", "Three.", "Four.")]
    cleaner = Cleaner(rules=[mine(pages)], select=["boilerplate.site"])
    other = f"Harn Boats\n• News\n• Der Verein\n• Team\n• Shop\n{text} Five.\n• News\nA line\n• Team\n"
    assert cleaner.clean(other).text == f"{text} Five.\nA line\n"
