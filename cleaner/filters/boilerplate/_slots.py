"""What the typed slots of phrases match, in folded lines: `#` stands for a number or an unfilled place-holder."""

from __future__ import annotations

SERVICES = (
    "facebook|twitter|x|linked ?in|pinterest|reddit|tumblr|whatsapp|telegram|pocket|skype|google\\+?|google plus|e-?mail|mastodon"
    "|threads|bluesky|vk|xing|line|flipboard|instagram|snapchat|digg|stumbleupon|delicious|press this|wordpress(?:\\.com)?"
    "|nextdoor|messenger"
)
MONTHS = (  # names and abbreviations, languages of Latin script and Russian
    "jan(?:uar[yi]?|uary|vier|eiro|ner|v)?|ene(?:ro)?|gen(?:naio)?|stycz(?:eń|nia)|янв(?:ар[ья])?"
    "|feb(?:ruar[yi]?|rero|braio|r)?|fe?v(?:rier|r|ereiro)?|févr?(?:ier)?|lut(?:y|ego)|фев(?:рал[ья])?"
    "|mar(?:ch|zo|s|ço|t|et|zec|ca)?|märz?|mrz|maart|mrt|marzec|марта?"
    "|apr(?:il|ile|ilie)?|avr(?:il)?|abr(?:il)?|kwiecień|kwietnia|апр(?:ел[ья])?"
    "|ma[yijg]|mayo|mai[o]?|maggio|mei|maja|ма[йя]"
    "|jun[ie]?|juin|giu(?:gno)?|junho|czerwiec|czerwca|июн[ья]?"
    "|jul[iy]?|juil(?:let)?|lug(?:lio)?|julho|lipiec|lipca|июл[ья]?"
    "|aug(?:ust|ustus|usti)?|août|ago(?:sto)?|sierpień|sierpnia|авг(?:уста?)?"
    "|sep(?:t(?:ember|embre|iembre)?)?|set(?:embre|tembre|embro)?|wrzesień|września|сен(?:т|тябр[ья])?"
    "|o[ck]t(?:ober|obre|ubre)?|ott(?:obre)?|out(?:ubro)?|październik|października|окт(?:ябр[ья])?"
    "|nov(?:ember|embre|iembre|embro)?|listopad|listopada|ноя(?:бр[ья])?"
    "|de[czs](?:ember|embro)?|déc(?:embre)?|dic(?:iembre|embre)?|dez(?:ember|embro)?|grudzień|grudnia|дек(?:абр[ья])?"
)
MONTH = rf"(?i)\b(?:{MONTHS})\b(?![^\W\d_])"  # compiled by who mines: that takes longer than cleaning a line
SLOT_PATTERNS = {
    "count": "#",
    "name": r"#|([^.!?;:|]{1,60}?)",
    "title": r"#|[^|]{1,120}?",
    "date": r"#|(?=[^#]{0,20}#)[^.!?;|]{1,40}?\.?",
    "time": r"#|#:#(?::#)?(?: ?[ap]\.?m\.?)?|#[h.]#",
    "url": r"#|(?:https?://|www\.)\S+",
    "service": rf"#|{SERVICES}",
    "month": rf"#|(?:{MONTHS})\.?",
}
