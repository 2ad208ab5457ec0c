"""What the short lines around a text speak of, in a few languages: other pages, sharing, rights, comments, photographs, orders.

Only evidence: a block is judged by all that can be seen of it, never by a phrase alone.
"""

from __future__ import annotations

import re

UI = re.compile(  # what buttons and menus say; asked of lower case, for ignoring case costs five times as much
    r"""\b(?=[a-z])(?:
        sign\ (?:in |up) |log\ ?in |log\ ?out |register |subscribe |newsletter |share |tweet |follow\ us |read\ more
        |learn\ more  | see\ (?:all |more) |view\ (?:all |more) |show\ (?:all |more) |load\ more |continue\ reading |skip\ to
        |menu |search |cookies? |privacy  | add\ to\ (?:cart |bag |basket |wish) |checkout |reply |report |permalink
        |click\ here |back\ to\ top |previous |next |home |contact |careers  | faq |help |download\ (?:the\ )?app |anmelden
        |mehr\ (?:lesen |erfahren) |teilen |warenkorb |partager |connexion |ajouter\ au |lire\ la\ suite  | compartir
        |suscr\w+ |leer\ más |iniciar\ sesión |inscrever |condividi |accedi |accept |reject |sort\ by |filters?
        |quick\ (?:view |shop)
    )\b""",
    re.VERBOSE,
)
PHRASES = {  # a vertical bar parts them; spaces are written as "\ "
    "more": r"""
        related |more\ (?:from |in |on |stories |news |articles |posts |like) |recommended |you\ (?:may
        |might)\ (?:also\ )?(?:like |be |enjoy) |also\ read |read\ (?:also |more |next) |see\ also |up\ next |latest |trending
        |popular |most\ (?:read |viewed) |recent |similar |don.t\ miss |customers\ (?:also |who) |keep\ reading |next\ (?:article
        |post |story) |previous\ (?:article |post |story) |you.ll\ love |complete\ the |frequently\ bought |recently\ viewed
        |das\ könnte |mehr\ (?:zum |aus |von) |ähnliche |weitere |lesen\ sie |à\ lire |lire\ aussi |articles?\ similaires
        |sur\ le\ même |relacionad\w+ |te\ puede |también |leia |veja |correlati |potrebbe |czytaj |powiązane |zobacz |lees\ ook
        |gerelateerd |読む |関連 |相关 |推荐 |похожие |читайте""",
    "share": r"""
        share |tweet |follow |facebook |twitter |instagram |linkedin |pinterest |whatsapp |youtube |tiktok |telegram |teilen
        |partager |compartir |copy\ link |subscribe |newsletter |sign\ up |join |get\ (?:the |our |more) |inbox |e-?mail
        |abonn\w+ |suscr\w+ |download\ (?:our |the) |app""",
    "rights": r"""
        © |\(c\) |copyright |all\ rights |rights\ reserved |terms |privacy |cookies? |imprint |impressum |datenschutz
        |disclaimer |disclosure |affiliate |may\ earn |licen[cs]ed? |registered |trademark |mentions\ légales |powered\ by
        |advertis\w+ |sponsored |permission\w*""",
    "comments": r"""
        comments? |repl(?:y |ies) |leave\ a |discussion |join\ the |reviews? |kommentare? |commentaires? |comentarios?
        |antworten |respond |logged\ in""",
    "credit": r"""
        photo(?:graph)?s? |image |getty |reuters |courtesy |credit |pictured |screenshot |illustration |shutterstock
        |unsplash |foto |bild |caption |figure""",
    "author": r"""
        by |author |written |posted |published |updated |editor |reporter |journalist |contributor |about\ the |biography
        |min(?:ute)?s?\ read |ago""",
    "order": r"""
        shipping |delivery |returns? |in\ stock |out\ of\ stock |quantity |qty |add\ to |buy |cart |checkout |payment |free
        |sale |save |price |guarantee |warranty |versand |livraison |envío |retours? |€ |\$ |£""",
    "facts": r"""
        description |details? |specifications? |features? |overview |about |product |ingredients? |dimensions? |materials?
        |how\ to |benefits |includes? |beschreibung |produktdetails |caractéristiques |descripción""",
}
TOPICS = tuple(PHRASES)
TOPIC = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in PHRASES.items()) + r")(?!\w)",
    re.VERBOSE,
)
NUMBERS = {name: number for number, name in enumerate(TOPICS)}


def topics(text: str) -> list[float]:
    """How often a text speaks of each topic.

    >>> dict(zip(TOPICS, topics("More from the author"), strict=True))["more"]
    1.0
    """
    counts = [0.0] * len(TOPICS)
    for match in TOPIC.finditer(text.lower()):
        counts[NUMBERS[match.lastgroup or ""]] += 1.0
    return counts
