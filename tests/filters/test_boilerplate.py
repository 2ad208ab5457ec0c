"""The boilerplate filters: cases by data, removal that keeps paragraphs apart, marks, packs of users."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, ConfigError, RuleError, clean
from cleaner.core.resources import data_file
from cleaner.filters.boilerplate._evidence.cues import folded, labels
from cleaner.filters.boilerplate._evidence.phrasebook import Phrasebook
from cleaner.filters.boilerplate._evidence.slots import fold_cased, fold_line, may_begin, may_fit, pattern_of
from cleaner.filters.boilerplate._evidence.wrapping import is_wrapped
from cleaner.filters.boilerplate._page.features import NAMES, Page
from cleaner.filters.boilerplate._page.listings import measured
from cleaner.models.wording import shipped
from cleaner.rulebook.catalogue import shipped_rules
from cleaner.rulebook.packs import make_pack

CASES = Path(__file__).parent.parent / "cases" / "boilerplate"
PHRASES = [
    row.split("\t")
    for name in ("ascii.tsv", "unicode.tsv")
    for row in (data_file("boilerplate", "phrases") / name).read_text(encoding="utf-8").splitlines()
]


def load(name: str) -> list[dict[str, str]]:
    cases = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    assert cases
    return cases


@pytest.mark.parametrize("case", load("phrases.toml"), ids=lambda case: case["name"])
def test_phrases(case: dict[str, str]) -> None:
    result = Cleaner(select=["boilerplate.phrases"]).clean(case["before"], input_format="text")
    assert result.text == case.get("after", case["before"])
    assert result.undo() == case["before"]
    assert ("after" in case) == (case["kind"] != "negative")


# ---- the tables ---------------------------------------------------------------------------------------------------


def test_every_phrase_has_a_rule_and_every_rule_a_phrase() -> None:
    ids = {rule.id for rule in shipped_rules("boilerplate.phrases")}
    assert {rule for _, rule, _ in PHRASES} == ids - {"boilerplate.pages.unfilled"}  # the phrases of other rules, not filled


def test_the_tables_are_sorted_without_doubles_and_split_by_script() -> None:
    folded = [fold_line(phrase) for phrase, _, _ in PHRASES]
    assert len(set(folded)) == len(folded) > 8_000
    border = next(k for k, text in enumerate(folded) if not text.isascii())
    assert all(map(str.isascii, folded[:border]))
    assert not any(map(str.isascii, folded[border:]))
    assert PHRASES[:border] == sorted(PHRASES[:border])


def test_every_phrase_is_found_in_any_case_with_its_slots_filled() -> None:
    fillings = {"{count}": "12", "{name}": "Ada", "{service}": "X", "{date}": "5 May", "{time}": "10:23", "{url}": "www.a.org"}
    book = Phrasebook([(phrase, rule) for phrase, rule, _ in PHRASES])
    assert not book.unusable
    filled = "\n".join(phrase for phrase, _, _ in PHRASES)
    for slot, text in fillings.items():
        filled = filled.replace(slot, text)
    lines = filled.split("\n")
    for change in (str, str.upper):
        changed = [change(line) for line in lines]
        same = [fold_line(line) == fold_line(other) for line, other in zip(lines, changed, strict=True)]
        found = {hit.line: hit for hit in book.find(changed)}
        missed = [changed[k] for k in range(len(lines)) if same[k] and k not in found]
        assert not missed


def test_a_raw_count_is_found_in_every_language() -> None:
    lines = [phrase.replace("{count}", "%d") for phrase, rule, _ in PHRASES if rule == "boilerplate.wordpress.likes"]
    assert len(lines) >= 20
    for line in lines:
        assert clean(f"Text.\n\n{line}", input_format="text").text == "Text."


def test_labels_are_written_as_they_are_compared() -> None:
    assert len(labels()) > 4_000
    assert all(folded(label) == label for label in labels())


# ---- removal ------------------------------------------------------------------------------------------------------

GONE = ("You must be logged in to post a comment.", "%d bloggers like this:")
PARTS = st.lists(st.sampled_from(["Text.", "More text.", *GONE, "Search", "", ""]), max_size=12)


@given(PARTS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_removal_keeps_paragraphs(lines: list[str], feed: str, unsafe: bool) -> None:
    """The lines that are left are those of the text; paragraphs that were apart are apart, and none gains a blank line."""
    text = feed.join(lines)
    result = Cleaner(select=["boilerplate.phrases"], unsafe=unsafe).clean(text, input_format="text")
    left = [line for line in lines if line and line not in GONE]
    assert [line for line in result.text.split(feed) if line] == left
    assert result.undo() == text
    if left and len(left) < len([line for line in lines if line]):
        assert longest_gap(result.text.split(feed)) <= longest_gap(lines)


def longest_gap(lines: list[str]) -> int:
    return max(map(len, "".join("." if line else " " for line in lines).split(".")), default=0)


def test_a_text_that_was_all_boilerplate_says_so() -> None:
    result = clean("Skip to content\n\n%d bloggers like this:\n", input_format="text")
    assert result.text == ""
    assert result.notes == ("nothing is left: boilerplate.phrases removed all of the text",)


def test_every_removed_line_is_logged_with_its_rule() -> None:
    result = clean("Text.\n\nOlder posts\n%d bloggers like this:", input_format="text", select=["boilerplate"])
    causes = [cause for change in result.changes for cause in change.causes]
    assert [cause.rule for cause in causes] == ["boilerplate.wordpress.post-nav", "boilerplate.wordpress.likes"]
    assert [cause.before.strip() for cause in causes] == ["Older posts", "%d bloggers like this:"]


def test_marks_instead_of_removal() -> None:
    settings = {"boilerplate.phrases": {"keep_as": "boilerplate"}}
    marking = Cleaner(select=["boilerplate"], settings=settings)
    text = "Text.\n\n  Older posts\r\n\r\nMore."
    result = marking.clean(text, input_format="text")
    assert result.text == "Text.\n\n  <boilerplate>Older posts</boilerplate>\r\n\r\nMore."
    assert marking.clean(result.text, input_format="text").text == result.text
    assert result.undo() == text
    with pytest.raises(ConfigError, match="keep_as"):
        Cleaner(settings={"boilerplate.phrases": {"keep_as": "<b>"}}).clean(text, input_format="text")


# ---- packs of users -----------------------------------------------------------------------------------------------


def pack(*phrases: str) -> object:
    rule = {
        "id": "boilerplate.own.line",
        "safety": "safe",
        "why": "The site prints it.",
        "examples": [{"before": "A.\nx", "after": "A."}],
        "keeps": ["x y"],
        "phrases": list(phrases),
    }
    return make_pack({"rule": [rule]}, "own", "boilerplate.phrases", "test")


def test_phrases_of_users() -> None:
    own = Cleaner(rules=[pack("{count} readers of {name} say hello", "Ende der Übertragung")], select=["boilerplate"])
    text = "Text.\n\n7 readers of The Harbour Post say hello\nENDE DER ÜBERTRAGUNG"
    assert own.clean(text, input_format="text").text == "Text."
    kept = "Text.\n\nSome readers of The Harbour Post say hello"
    assert own.clean(kept, input_format="text").text == kept


@pytest.mark.parametrize("phrase", ["{name}", "— 12 —", "Read {wildcard} more", "By {name} in {name}"])
def test_phrases_that_no_scan_can_find_are_refused(phrase: str) -> None:
    with pytest.raises(RuleError, match="cannot look for the phrase"):
        Cleaner(rules=[pack(phrase)]).clean("Text.", input_format="text")


# ---- structure ------------------------------------------------------------------------------------------------------

HEAD = (
    "Skip to content|Harbour Post|Home|News|Weather|Sport|Letters|Subscribe to our newsletter|Log in|My account|Search|Menu|Town"
    "|Region|Boats|Photos|Videos|About us|Contact us|Share on Facebook"
)
BODY = (
    "The ferry is late again"
    "|The ferry to the northern islands was late again on Monday, and the captain said that it was the engine, not the weather."
    "|By Ada Marlowe"
    "|More than forty people waited on the quay for two hours while a mechanic from the yard tried to start the diesel."
    "|“We have asked for a new boat every year since I can remember,” said the harbour master, who sold tea to all who were left."
    "|The council will talk about the timetable in its next meeting, but nobody on the quay expected that there would be a boat."
    "|In the evening the ferry left with its lights on, and children waved until it had passed the lighthouse on the point."
    "|The mechanic drank the last of the tea, put his tools into a bag and said that he would be back on Tuesday, for he knew"
    " that engine as well as he knew his own mother, and neither of them had ever been late without a reason."
    "|On Tuesday the sea was calm, the engine ran as if it had never done anything else, and the captain told all who asked him"
    " that it had been the weather after all, and that he would not wait for anybody in the rain again."
    "|The baker, who had lost a morning's trade, wrote a letter to the council in which he counted the loaves that he had thrown"
    " to the gulls, and asked who was going to pay for the flour and for the wood that had been burnt under them."
    "|The council answered after a month, in a letter of three pages, that gulls were a matter for the harbour and flour one for"
    " the bakers, and that the ferry belonged to nobody who could be asked for money before the end of the year."
    "|So the baker bought a boat of his own, a small one with a brown sail, and since then the bread has been on the islands"
    " before the newspapers, and before the ferry has even had its first cup of tea in the rain."
)
FOOT = (
    "Related stories|New boat for the yard|Bridge closed for repairs|Band plays on the quay|Lighthouse gets a new lamp|Most read"
    "|Tea on the quay|The old diesel|Cookie settings|We use cookies|Sign up for our newsletter|Share|Facebook|Twitter|Instagram"
    "|Privacy policy|Terms of use|Imprint|Contact|© 2024 Harbour Post. All rights reserved."
)


MENUS = {
    "Startseite|Über uns|Anmelden|Kontakt": "Impressum|Datenschutz|AGB|Newsletter abonnieren",
    "Accueil|Contact|Se connecter|S’abonner": "Mentions légales|Politique de confidentialité|Gestion des cookies",
    "Главная|Войти|Подписаться|О проекте": "Контакты|Политика конфиденциальности|Все права защищены",
    "ホーム|ログイン|会員登録|お問い合わせ": "プライバシーポリシー|利用規約|サイトマップ",
}


@pytest.mark.parametrize(("head", "foot"), MENUS.items())
def test_menus_go_in_any_language(head: str, foot: str) -> None:
    lines = [*head.split("|"), *BODY.split("|"), *foot.split("|")]
    assert Cleaner(select=["boilerplate"]).clean("\n".join(lines), input_format="text").text.split("\n") == BODY.split("|")


def test_a_long_phrase_that_stands_alone_goes_on_a_page_with_a_menu() -> None:
    head = ["Saltar al contenido", "Iniciar sesión", "Registrarse", "Índice general", "Temas activos"]
    online = "Usuarios navegando por este Foro: No hay usuarios registrados visitando el Foro y 2 invitados"
    text = "La barca salió del puerto a mediodía y nadie a bordo supo decir cuándo volvería a verla, ni siquiera el patrón."
    posts = ["Duda sobre el motor", text, "Citar", text, "Volver a Motores"]
    left = clean("\n".join([*head, *posts, online, "Condiciones"]), input_format="text", select=["boilerplate"]).text.split("\n")
    assert online not in left
    assert [line for line in left if line == text] == [text, text]


@pytest.mark.parametrize("name", ["Buttons of a form", "Écrans de l’application"])
def test_lines_that_a_text_about_pages_quotes_stay_below_a_heading(name: str) -> None:
    text = f"{name}\nThe second screen has these buttons, from left to right:\nLog in\nCancel reply\nEach button has a colour."
    assert clean(text, input_format="text", select=["boilerplate"], unsafe=True).text == text


def test_bullets_and_captions_do_not_make_a_wrapped_text() -> None:
    menu = [
        "Marketing automation across all channels",
        "o Customer Service",
        "Simple to integrate your entire stack",
        "o Advertising",
    ]
    assert not is_wrapped(menu * 4)
    assert is_wrapped(["The boat left the quay at noon, and nobody on", "board could say when she would be back, or if"] * 4)


def test_labels_around_a_note_stay() -> None:
    note = "Home\nLog in\nSearch\nContact\nA short note about the menu, which is all that there is to say of it."
    assert Cleaner(select=["boilerplate.structure"], unsafe=True).clean(note, input_format="text").text == note


@pytest.mark.parametrize("case", load("structure.toml"), ids=lambda case: case["name"])
def test_structure_keeps(case: dict[str, str]) -> None:
    text = case["text"].strip("\n")
    assert Cleaner(select=["boilerplate.structure"], unsafe=True).clean(text, input_format="text").text == text


def test_the_furniture_of_a_crude_page_goes_and_its_text_stays() -> None:
    page = "\n".join(f"{HEAD}|{BODY}|{FOOT}".split("|"))
    sizes = []
    for preset in ("web", "web-strong"):
        cleaner = Cleaner(preset=preset, select=["boilerplate"])
        result = cleaner.clean(page, input_format="text")
        left = result.text.split("\n")
        assert set(BODY.split("|")) <= set(left)
        assert not {"Skip to content", "Log in", "Home", "Cookie settings", "Twitter", "Privacy policy"} & set(left)
        assert result.undo() == page
        assert cleaner.clean(result.text, input_format="text").text == result.text
        sizes.append(len(left))
    assert sizes[1] <= sizes[0] < len(page.split("\n")) * 0.6
    rules = {cause.rule for change in result.changes for cause in change.causes}
    assert {"boilerplate.structure.head", "boilerplate.structure.cookies", "boilerplate.structure.share"} <= rules


def test_every_line_of_a_run_says_why_it_goes() -> None:
    page = "\n".join(f"{HEAD}|{BODY}|{FOOT}".split("|"))
    reasons = {change.reason for change in clean(page, input_format="text").changes}
    assert any("before the text" in reason and "labels" in reason for reason in reasons)


def test_names_of_services_in_a_list_of_other_things_stay() -> None:
    providers = (
        "Accounts of these providers can be used|Apple|Bitbucket|Discord|Facebook|Figma|GitHub|Keycloak|LinkedIn|Notion|Twitter"
    )
    page = "\n".join(f"{HEAD}|{BODY}|{providers}|{BODY}|{FOOT}".split("|"))
    left = Cleaner(select=["boilerplate"], unsafe=True).clean(page, input_format="text").text.split("\n")
    assert [line for line in left if line in providers.split("|")] == providers.split("|")


def test_ingredients_stay_and_labels_among_them_do_not() -> None:
    amounts = ["• 250 g Mehl", "• 1,5 dl Milch", "• 2 Zehen Knoblauch", "• Salz", "• ½ Zitrone"]
    menu = ["1. Startseite", "2. Rezepte", "3. Suppen", "12 Bilder"]
    lines = [*menu, *["Wochenplan"] * 6, *amounts[:3], "Rezept drucken", *amounts[3:], *["Wochenplan"] * 6, *menu]
    page = Page(lines, frozenset((13,)))
    assert [page.lines[k].text for k in sorted(measured(page))] == amounts


def test_the_name_of_a_figure_stays_on_a_page() -> None:
    text = "The boat left the quay at noon, and nobody on board could say when she would be back with the fish. " * 2
    menu = "Log in\nHome\nAbout us\n"
    table = "\nPer person\nProtein 12 g\nTotal\n120 kcal\n"
    found = clean(f"{menu}\n{text}\n{text}\n{table}\n{text}\n", select=["boilerplate"]).text
    assert "Log in" not in found
    assert table in found


def test_marks_of_advertisements_go_where_they_stand_again_and_again() -> None:
    text = "Im Stadtbad wird das Wasser im Winter wärmer, und der Umbau dauert nach dem Plan bis Weihnachten.\n"
    page = "\nAnzeige\n\n".join([text] * 4)
    assert "Anzeige" not in clean(page, select=["boilerplate"]).text
    assert clean(f"{text}\nAnzeige\n\n{text}", select=["boilerplate"]).text.count("Anzeige") == 1


def test_rows_and_claims_go_without_a_menu_and_nothing_else_goes_with_a_claim() -> None:
    body = BODY.split("|")
    for foot in ("Datenschutz · Impressum · AGB", "© 2024 Harbour Post", "利用規約 | プライバシーポリシー"):
        assert clean("\n".join([*body, foot]), input_format="text", select=["boilerplate"]).text.split("\n") == body
    text = "\n".join([*body[:3], "Contact", *body[3:], "© 2024 Harbour Post"])
    assert "Contact" in clean(text, input_format="text", select=["boilerplate"]).text


def test_wrapped_text_is_never_judged() -> None:
    import textwrap

    body = "\n\n".join("\n".join(textwrap.wrap(line, 66)) for line in BODY.split("|"))
    page = "\n".join([*HEAD.split("|"), body, *FOOT.split("|")])
    result = Cleaner(select=["boilerplate.structure"], unsafe=True).clean(page, input_format="text")
    assert result.text == page


# ---- kinds of their own: cases by data --------------------------------------------------------------------------------

OWN_KINDS = [(name, case) for name in ("paste", "mail", "books", "company") for case in load(f"{name}.toml")]


@pytest.mark.parametrize(("name", "case"), OWN_KINDS, ids=[f"{name}: {case['name']}" for name, case in OWN_KINDS])
def test_kinds(name: str, case: dict[str, str]) -> None:
    """What is to go goes by default, or with unsafe rules (of mail: in the preset mail); the rest stays with all of them."""
    web = Cleaner(select=["boilerplate"])
    wide = Cleaner(preset="mail" if name == "mail" else "web", select=["boilerplate"], unsafe=name != "mail")
    before, after = case["before"], case.get("after", case["before"])
    for cleaner in [wide] if case["kind"] in ("unsafe", "added") and name == "mail" else [web, wide]:
        result = cleaner.clean(before, input_format="text")
        expected = before if cleaner is web and case["kind"] == "unsafe" else after
        assert result.text == expected
        assert result.undo() == before
    if name == "mail":
        quiet = web.clean(before, input_format="text")
        assert quiet.text == before
        assert bool(quiet.suggestions) == (case["kind"] == "added")


@pytest.mark.parametrize("label", ["Sign up for our newsletter", "Privacy Policy", "Skip to content", "Leave a comment"])
def test_the_wording_of_what_pages_print_tells(label: str) -> None:
    assert shipped().score(label) > 1


@pytest.mark.parametrize(
    "line",
    ["The boat left the quay at six in the morning, and nobody had slept.", "He had not said a word about it to her since May."],
)
def test_the_wording_of_text_tells(line: str) -> None:
    assert shipped().score(line) < -1


def test_every_line_has_all_numbers_of_the_model() -> None:
    page = Page(["Home", "", "The boat left the quay at six in the morning, and nobody had slept.", "水車小屋", "Log in"])
    assert {len(vector) for vector in page.vectors()} == {len(NAMES)}


OPEN = [phrase for phrase, _, _ in PHRASES if "{" in phrase]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_a_phrase_with_slots_matches_may_fit_it(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(OPEN))
    pattern = re.compile(pattern_of(phrase), re.IGNORECASE)
    matched = data.draw(st.from_regex(pattern, fullmatch=True))
    for line in map(fold_cased, (matched, matched.upper(), matched.lower())):
        if pattern.fullmatch(line) and (phrase.isascii() or not line.isascii()):  # "ı" is "i" for an expression
            assert may_fit(phrase, line)
            assert may_begin(phrase, line.casefold(), 0)
