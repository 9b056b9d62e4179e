"""English: the ministry's translations, Kazinform's house style, wire reports and bulletins of Kazhydromet."""

from extract.grammar.languages import Language

CUBIC = r"(?:cubic\s+(?:met(?:er|re|e\s+r)s?|mete)|cu\.?\s?m\b|cbm\b|m\s?3\b|m\^3|m\?3)"
WATER = r"(?:\s+of\s+(?:flood\s?|irrigation\s+|melt\s?)?waters?)?"
SECOND = r"\s?\[?(?:/\s?|(?:per|a|each|every)\s*/?\s?)(?:s(?:ec(?:ond)?s?)?)\b\]?"

LEXICON = {
    "cue_release": (
        r"(?:water\s+)?discharg\w+", r"outflows?",
        r"(?<!press )(?:water\s+)?releas(?:e|es|ed|ing)\b(?!\s+water\s+to\s+\d)",
        r"let(?:ting|s)?\s+(?:\w+\s+)?(?:out|go)\b", r"lets?\s+through", r"flows?\s+out",
        r"pass(?:es|ed|ing)\b(?!\s+(?:the\s+)?(?:crest|peak|through))", r"sends?\b", r"gives?\b(?=\s+[\d,])",
        r"giving", r"r[au]n\s+(?:out\s+of|through)", r"pours?\s+out", r"drained\s+at", r"flushed\s+at",
        r"let(?:s|ting)?\s+go", r"we\s+let", r"lets?\s+down", r"sanitary\s+flow", r"flush\w*\s+out",
        r"dropp?ed\s+from", r"spill(?:s|ing|ed)?\b(?!way)", r"went\s+out\s+of", r"being\s+supplied",
        r"sent\s+(?:down|into)", r"drain(?:s|ed|ing)\b", r"pour(?:s|ing)?\s+through", r"purg\w+", r"will\s+leave",
        r"dropped",
    ),
    "cue_inflow": (
        r"(?:water\s+)?in–?\s?flows?", r"influx", r"pouring\s+into", r"flows?\s+into",
        r"com(?:es?|ing)\s+in(?:to)?\b", r"entering", r"receiv(?:es|e|ing|ed)", r"goes\s+into", r"taking\s+in",
        r"takes?\s+in\b", r"(?:is|are)\s+taken", r"gets\b", r"enters?\b", r"arrives?\b", r"what\s+comes\s+in",
        r"water\s+intake", r"were\s+delivered", r"transit\s+inflow",
    ),
    "cue_flow": (
        r"water\s+flow", r"flow\s+rate", r"water\s+consumption", r"average\s+water\s+flow", r"flow\s+of\s+water",
        r"runoff", r"flow\s+of\s+the\s+river",
    ),
    "cue_storage": (
        r"volumes?(?:\s+of\s+water)?", r"accumulat\w+",
        (
            r"(?:has|have|had)(?=\s+(?:about|over|approximately|nearly|more|around|some|already\s+)?\s*(?:gathered|"
            r"collected|\d))"
        ),
        r"holds?\b", r"contain(?:s|ed)?", r"gather(?:ed|s)", r"storage",
        r"there\s+(?:is|are)(?=\s+[\d.,]+\s+(?:million|billion))", r"held\b", r"drawn\s+down\s+to(?!\s+\d+\s?%)",
        r"is\s+at(?=\s+[\d.]+\s+cubic\s+kilom)", r"collect(?:ed|ing|s)", r"stores?\b", r"stored",
        r"there\s+(?:is|are)\s+now", r"has\s+reached", r"of\s+water\s+in\s+it", r"a\s+drop\s+to",
        r"reduced\s+to(?!\s+\d+(?:\.\d+)?\s?%)", r"to\s+have\s+it\s+at", r"brought\s+to", r"bring\s+this\s+down",
        r"caught",
    ),
    "cue_fill": (
        r"full\b(?!\s+supply)", r"fill\b", r"filled", r"brought\s+to(?=\s+\d+\s+per)",
        r"drawn\s+down\s+to(?=\s+\d+\s?%)", r"filling(?:\s+level)?", r"capacity(?!\s+of)", r"fullness",
        r"of\s+its\s+capacity", r"emptied\s+to", r"decreased\s+to", r"reduced\s+to(?=\s+\d+\s?%)",
        r"released\s+water\s+to",
    ),
    "cue_level": (r"(?:water\s+)?levels?", r"stand(?:s|ing)?\s+at", r"headwater", r"mark"),
    "cue_spill": (r"overflow(?:\s+levels?)?", r"over\s+the\s+crest", r"spill\s+height", r"above\s+the\s+crest"),
    "cue_tail": (r"tail\s?water", r"downstream\s+pool"),
    "cue_capacity": (
        r"(?:holding|free|design|full|project)\s+(?:capacity|volume)", r"total\s+capacity", r"capacity\s+of",
        r"design\s+volume", r"full\s+supply\s+level", r"spillway(?!\s+crest)", r"dead\s+storage",
        r"out\s+of\s+a\s+possible", r"designed\s+to", r"capable\s+of", r"be\s+able\s+to\s+pass", r"cope\s+with",
        r"head\s+capacity", r"will\s+hold", r"as\s+a\s+rule", r"in\s+an\s+ordinary", r"by\s+design", r"room\b",
        r"reservoir\s+capacity",
        r"can\s+(?:\w+\s+)?(?:hold|take|pass|receive|be\s+kept|still\s+be\s+accepted|be\s+accepted)",
        r"could\s+be\s+(?:kept|held|accepted)", r"room\s+for", r"additional\s+space", r"free\s+reservoirs?",
        r"be\s+kept", r"is\s+designed", r"was\s+to\s+keep", r"what\s+the\s+dam\s+was\s+built\s+for", r"are\s+pumped",
        r"is\s+pumped", r"pumped\s+out", r"made\s+possible", r"%\s+free", r"free\b(?=\s+capacity)",
        r"up\s+to\s+(?=\d+(?:\.\d+)?\s+million\s+cubic\s+meters\s+of\s+water\s+per\s+day)",
    ),
    "cue_norm": (
        r"norms?\b", r"normal", r"danger(?:ous)?\s+(?:level|point|mark)", r"critical\s+(?:point|level|mark)",
        r"considered\s+dangerous", r"the\s+danger\s+level", r"mean\s+year", r"held\s+to\s+be\s+critical",
        r"long\s?–?term\s+mean",
    ),
    "cue_forecast": (
        r"forecast\w*", r"is\s+expected\s+(?:to\s+bring|to\s+be\s+in)", r"short-term\s+outlook", r"foresaw",
        r"warns?\s+that", r"outlook", r"thought\s+likely",
    ),
    "cue_total": (
        r"since\s+(?:the\s+beginning|january|this\s+january|the\s+flood|december|late)",
        r"over\s+(?:all\s+the\s+years|two\s+weeks|three\s+years|the\s+years)", r"so\s+far", r"a\s+total\s+of",
        r"in\s+total\b", r"all\s+water\s+released", r"season(?:al)?\b", r"this\s+year\s+\d",
        r"within\s+three\s+years", r"this\s+january", r"over\s+the\s+irrigation",
    ),
    "zero_release": (
        (
            r"no\s+(?:water\s+is\s+(?:being\s+)?(?:released|discharged|let\s+out)|(?:water\s+)?(?:releases?|discharges?|"
            r"outflow)s?(?:\s+(?:is|are)\s+(?:made|carried\s+out|under\s+way|reported))?)\b"
        ),
        r"(?:is|are)\s+not\s+(?:releasing|discharging|letting\s+out)(?:\s+(?:any\s+)?water)?",
        r"(?:releases?|discharges?|outflows?)\s+(?:is|are|was|were)\s+(?:nil|zero)",
        r"(?:releases?|discharges?|outflows?)\s+nil", r"nothing\s+is\s+(?:being\s+)?(?:released|discharged)",
        r"water\s+is\s+not\s+(?:being\s+)?(?:released|discharged)",
        r"without\s+(?:any\s+)?(?:release|discharge)s?\b", r"zero\s+(?:releases?|discharges?|outflow)",
        r"(?:discharges?|releases?|lets\s+out)\s+nothing", r"outflow\s*:\s*(?:none|nil|zero|0(?![.,\d]))",
    ),
    "zero": (r"(?:is|are)\s+not\s+(?:being\s+)?(?:carried\s+out|made|performed|conducted)",),
    "zero_inflow": (r"no\s+(?:water\s+)?inflows?", r"inflows?\s+(?:is|are|was)\s+(?:nil|zero)", r"inflows?\s+nil"),
    "cue_other": (
        r"tenge", r"hectares?", r"people", r"houses?", r"livestock", r"soil", r"an\s+hour", r"per\s+hour", r"ice\b",
        r"territory", r"design\s+volume",
    ),
    "chg_to+mark_plan": (
        r"(?<!had )(?<!forced )(?<!able )(?<!needed )to\s+(?:lower|bring|reduce|raise|increase|cut)\b",
    ),
    "chg_to": (
        r"increas(?:ed|es|ing)", r"ramped\s+up", r"reduced", r"rais(?:ed|ing)", r"stepped\s+up", r"cut\b",
        r"lower(?:ed)?\b", r"brought", r"bring\b", r"rose", r"risen", r"fell", r"fallen", r"grown", r"gone\s+down",
        r"went\s+down", r"decreased", r"dropped", r"come\s+up", r"down\s+to", r"grew", r"went\s+up",
    ),
    "chg_by": (
        r"another(?=\s+\d)", r"a\s+further(?=\s+\d)", r"an\s+additional(?=\s+\d)",
        r"(?:by|for)(?=\s+(?:about\s+)?\d+(?:\.\d+)?\s?(?:cm|m\b|centimet|met|cubic|cu\b))",
        r"(?<!filled )by(?=\s+\d+(?:[–-]\d+)?\s?%)", r"another\s+\d+%",
    ),
    "head_weak": (r"(?:power\s+)?plant\b",),
    "head_reservoir": (r"(?:water\s+)?reservo[iu]rs?\b", r"lake(?=\s+[a-z]+\s+dam)"),
    "head_regulator": (r"(?:counter|control)[\s–-]+regulators?",),
    "head_barrage": (
        r"dams?\b", r"hydro[\s–-]?(?:electric\s+)?(?:complex(?:es)?|systems?|junction|scheme)",
        r"hydroelectric\s+(?:complex|power\s+(?:station|plant))s?", r"waterworks", r"hydrosystems?", r"barrages?",
        r"hpp\b",
    ),
    "obj_canal": (r"canals?\b", r"channels?\b", r"headworks?", r"intakes?"),
    "obj_gauge": (
        r"hydro\s?posts?", r"gaug(?:e|es|ing)(?:\s+posts?)?", r"\bhp\b", r"\bgp\b", r"hydropost", r"post\b",
        r"in\s+the\s+(?:area|range)\s+of", r"at\s+the\s+gauges?",
    ),
    "obj_river": (
        r"rivers?\b", r"zha[iy]y?k\b", r"ural\b", r"tobol\b", r"y?es+il\b", r"ishim\b", r"irtysh\b(?!\s+reservoir)",
        r"yertis\b", r"syr\s?darya\b", r"nura\b", r"ilek\b", r"sakmara\b", r"chagan\s+river", r"tributar\w+",
        r"talas(?!\s+(?:region|reservoir|dam|oblast))\b", r"chirchik", r"zhem\b", r"keles\b",
    ),
    "obj_lake": (
        r"(?:north(?:ern)?\s+|south(?:ern)?\s+)?aral(?:\s+sea)?", r"caspian(?:\s+sea)?", r"lakes?\b",
        r"balkhash(?:\s+lake)?", r"seas?\b", r"arnasay",
    ),
    "obj_pump": (r"pumps?\b", r"pumping\s+station", r"turbines?"),
    "obj_land": (r"irtysh\s+reservoir", r"cascade", r"the\s+country", r"irrigation\s+system"),
    "ana_one": (r"(?:it|its|there|the\s+figure|the\s+rate)\b",),
    "ana_many": (r"(?:both|they|the\s+two\s+dams|those)\b",),
    "group": (
        (
            r"(?:two|three|four|five|six|seven|several|\d{1,2})\s+(?:\w+\s+){0,2}?(?:reservo[iu]rs|dams|"
            r"ones)\b(?!,\s+\w+-?\w*\s+and)"
        ),
        r"(?:the\s+)?(?:big|large|major|country's|country’s|its|all)\s+(?:\w+\s+)?reservo[iu]rs\b",
        r"reservo[iu]rs\s+(?:of\s+kazakhstan|in\s+the\s+(?:north|west|south))", r"those\s+along", r"two\s+in\b",
        r"cascade\s+reservo[iu]rs",
    ),
    "mark_plan": (
        r"plan(?:s|ned)?\b", r"will\b", r"is\s+to\b(?!\s+be\s+called)", r"are\s+to\b", r"means\s+to",
        r"intends?\s+to", r"would\b", r"should\b", r"could\b", r"may\b", r"expected", r"anticipated",
        r"ordered\s+to", r"is\s+going\s+to", r"provid(?:es|ed)\s+for", r"has\s+proposed", r"had\s+proposed",
        r"has\s+to\s+release", r"agreed", r"operating\s+modes?", r"estimated", r"was\s+decided", r"by\s+april\s+1\b",
        r"by\s+1\s+april", r"will\s+have\s+to", r"shall\b", r"under\s+its\s+operating\s+rules",
    ),
    "mark_past": (
        r"last\s+(?:year|week|month|spring|winter|season)", r"a\s+year\s+(?:ago|earlier)",
        r"a\s+few\s+days\s+earlier", r"(?:had\s+been|it\s+was)(?=\s+\d)", r"previously", r"against(?=\s+[\d,]+)",
        r"in\s+the\s+(?:flood|winter|spring|summer)\s+of", r"a\s+week\s+before", r"it\s+was\s+just",
        r"yesterday\s+(?:it|the)", r"by\s+this\s+date", r"on\s+the\s+same\s+day\s+of\s+20\d\d",
        r"earlier\s+it\s+was", r"for\s+comparison", r"in\s+early\s+\w+", r"in\s+all\s+the\s+years",
        r"maximum\s+water", r"the\s+old\s+record", r"in\s+the\s+floods\s+of", r"before\s+that", r"on\s+march\s+29",
        r"in\s+20[012]\d\b", r"was\s+in\s+force", r"took\s+shape", r"in\s+former\s+years",
    ),
    "mark_now": (
        r"now\b", r"today", r"at\s+present", r"currently", r"for\s+now", r"as\s+of\s+now", r"as\s+of\s+today",
        r"for\s+the\s+moment", r"as\s+things\s+stand", r"up\s+to\s+now", r"at\s+the\s+moment",
    ),
    "mark_if": (
        r"if\b(?!\s+i\s+may)", r"when\b(?=\s+the\s+[\w-]+\s+\w+\s+\w+\s+discharges)", r"would\s+put",
        r"had\s+to\s+let", r"had\s+the\b", r"nobody\s+has", r"rumou?r\w*", r"nothing\s+to\s+do\s+with\s+reality",
        r"instead\s+of", r"water\s+gets\s+to", r"schedule\s+had", r"begins?\s+to\s+be\s+flooded", r"be\s+dropped",
        r"rejected", r"used\s+to\s+be", r"should\s+it", r"instead\s+of", r"could\s+be\s+brought",
        r"and\s+not\s+(?=\d)", r"whether",
    ),
    "mark_mean": (r"on\s+average", r"averages?\b", r"an?\s+average\s+of", r"mean\b"),
    "mark_each": (r"each", r"apiece", r"both"),
    "mark_resp": (r"respectively",),
    "mark_part": (r"of\s+which", r"among\s+it", r"including"),
    "rate_apart": (r"(?:every|each|per|a)\s+second",),
    "day_apart": (r"daily\s+volume", r"per\s+day", r"a\s+day\b", r"daily"),
    "qual_approx": (r"about", r"around", r"some", r"nearly", r"almost", r"close\s+to", r"approximately", r"roughly"),
    "qual_at_least": (
        r"over", r"more\s+than", r"exceeds?", r"at\s+least", r"above", r"exceeding", r"not\s+less\s+than",
    ),
    "qual_up_to": (
        r"under", r"less\s+than", r"(?:a\s+)?little\s+(?:under|less\s+than)", r"not\s+exceeding",
        r"no\s+more\s+than", r"up\s+to", r"not\s+more\s+than",
    ),
}

LANGUAGE = Language(
    code="en",
    lexicon=LEXICON,
    units={
        "m3/s": (CUBIC + WATER + SECOND, r"cumecs?\b", r"m\?/s", r"cms\b"),
        "m3/day": (CUBIC + WATER + r"\s?(?:/\s?|(?:per|a)\s+)day\b",),
        "m3/h": (CUBIC + WATER + r"\s?(?:/\s?|(?:per|an)\s+)h(?:our)?\b",),
        "km3": (r"cubic\s+kilomet(?:er|re)s?", r"km\s?3\b"),
        "m3": (CUBIC + WATER,),
        "percent": (r"%", r"per\s?cent\b"),
        "cm": (r"cm\b", r"centimet(?:er|re)s?\b"),
        "m": (r"met(?:er|re)s?\b", r"m\b(?!\s?[/3])"),
        "other": (
            r"liters?(?:\s+of\s+water)?(?:\s+per\s+second)?", r"tenge", r"people", r"hectares?", r"km\b",
            r"kilomet(?:er|re)s?", r"square", r"sq\b", r"houses?", r"days?", r"years?", r"tons?", r"heads?",
            r"sites?", r"million\s+tenge", r"°", r"ft\b", r"weeks?", r"settlements", r"districts", r"personnel",
            r"residents", r"vehicles", r"machines", r"reservoirs", r"men\b", r"hours", r"cents",
        ),
    },
    magnitudes={r"thousand": 1e3, r"mln": 1e6, r"million": 1e6, r"bln": 1e9, r"bn": 1e9, r"billion": 1e9},
    number_words={
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    },
    months={
        1: r"jan(?:uary|\.)?", 2: r"feb(?:ruary|\.)?", 3: r"mar(?:ch|\.)?", 4: r"apr(?:il|\.)?", 5: r"may",
        6: r"june?", 7: r"july?", 8: r"aug(?:ust|\.)?", 9: r"sept?(?:ember|\.)?", 10: r"oct(?:ober|\.)?",
        11: r"nov(?:ember|\.)?", 12: r"dec(?:ember|\.)?",
    },
    ordinals={},
    dates=(
        r"(?P<d>\d{1,2})[./](?P<mn>\d{2})[./](?P<y>(?:19|20)\d\d)(?!\d)",
        r"(?P<y>(?:19|20)\d\d)-(?P<mn>\d{2})-(?P<d>\d{2})(?!\d)",
        (
            r"(?P<m><M>)\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<y1>(?:19|20)\d\d))?\s+(?:to|until|"
            r"till)\s+(?P<m2><M>)\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y2>(?:19|20)\d\d))?(?!,?\d)"
        ),
        (
            r"(?P<m><M>)\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,\s+(?P<y>(?:19|20)\d\d)|\s+(?P<y1>(?:19|"
            r"20)\d\d))?(?![\d%])(?!,\d{3})(?!\.\d)"
        ),
        (
            r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+(?P<m><M>))?(?:\s+(?P<y1>(?:19|20)\d\d))?\s+to\s+(?P<d2>\d{1,2})(?:st|"
            r"nd|rd|th)?\s+(?P<m2><M>)\b(?:,?\s+(?P<y2>(?:19|20)\d\d))?"
        ),
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m><M>)\b(?:,?\s+(?P<y>(?:19|20)\d\d)(?!\d))?",
    ),
    date_roles=(
        ("asof", r"(?:as\s+of|as\s+at|as\s+on|bulletin\s+for)\s+", ""),
        ("since", r"(?:since|from|starting|beginning)\s+(?:on\s+)?", ""),
        ("until", r"(?:by|until|till|before|to)\s+", ""),
    ),
    relative_days={
        r"yesterday": -1, r"!the\s+day\s+before": -1, r"!a\s+day\s+earlier": -1, r"!a\s+week\s+(?:ago|earlier)": -7,
        r"!a\s+year\s+(?:ago|earlier)": -365, r"tomorrow": 1,
    },
    weekdays=(
        r"on\s+monday", r"on\s+tuesday", r"on\s+wednesday", r"on\s+thursday", r"on\s+friday", r"on\s+saturday",
        r"on\s+sunday",
    ),
    roles=(
        ("from", r"(?:from|out\s+of)", "", ""),
        ("to", r"(?:into|to|toward|towards)", "", ""),
        ("at", r"(?:at|in|near|under|below)", "", ""),
        ("through", r"(?:through|via|by)", "", ""),
        ("about", r"(?:for|on)", "", ""),
        ("of", r"(?:of)", "", ""),
    ),
    nominative=(),
    frames={
        "same_day": r"(?:later\s+)?(?:on\s+)?(?:that|the\s+same)\s+day(?!\s+of)",
        "places": (
            r"(?:astana|aktobe|aktyub|aqtobe|petropavl|samark|kap|qap|serg|ust|oskem|kengir|zhezd|kargal|sazd|"
            r"chagan|shagan|nura|kirov|pavlov|saratov|volgog|gorky|kama$|karakol|zhambyl|akmola|aliya|badam|bugun|"
            r"bogen|boral|amang|kyzyl|char$|bazar|andij|irkut|krasno|novosib|zeya|bureya|magnitog|ekibas|kurt|"
            r"sherub|selet|chaglin|shagal|ters|teris|bolsh|maly|ulke|zhar|manap|aitek|aklak|karaoz|uzyn|uzun|kokar|"
            r"sardob|talas|moinak|kurps|maina)"
        ),
        "article": r"(?:the\s+)?(?:(?:region|province|oblast)(?:'s|\")?\s+)?", "capacity_word": r"capacity",
        "power_dam": r"hydroelectric|hpp|dam", "relative": r"which|who|where|that", "both": r"both|the\s+two",
        "each_before": r"(?!)", "year_before": r"(?:of|in|since|until|by|from|the|year)\s$",
        "is": r"is|are|amounts?\s+to|equals?|reached|makes?|comes?\s+to", "qualified": r"(?:\s+(?:to|at|by))?",
        "step_from": r"from", "step_to": r"(?:to|and)", "step_by": r"by(?!\s+\d+\s+per)",
        "was": r"(?:was|were|had\s+been)", "weak_from": r"from\s+$", "pool": r"headwater|upper\s+pool",
        "of_capacity": r"\s+(?:of\s+(?:its\s+)?)?(?:capacity|full)", "each_unit": r"(?!)",
        "between": r"(?:big|large)", "plural": r"(?:reservo[iu]rs|dams|complexes|systems|hydrosystems)$",
        "no_name": (
            r"(?:the|this|that|its|their|main|large|big|same|water|several|city|new|makinsk|all|every|each|major|"
            r"and|of|in|at|from|kazakh\w*|russia\w*|for|important|free|four|two|three|by|largest|own|as|said|uzbek|"
            r"local|such|major)\b"
        ),
        "bare_not": (
            r"'s\s+|\s+(?:region|province|oblast|district|city|river|village|rgn|and\s+\w+\s+(?:region|districts)|"
            r"town|kazakhstan)|\"s"
        ),
        "and": r"and", "clock": r"(?!)",
        "year": (
            r"(?<=in )(?:19|20)\d\d\b|(?<=of )(?:19|20)\d\d\b(?=\s+and)|(?<=and )(?:19|20)\d\d\b|(?<=since )(?:19|"
            r"20)\d\d\b"
        ),
        "adjective": r"(?!)", "noun": r"(?:'s)?",
        "unknown": (
            r"(?!(?:the|from|in|at|of|into|to|on|by|for|a|an|its|near|and|that|this|with|under|below|above|both|"
            r"another|through|via)\b)(?:[a-z][\w'–-]+\s+){0,1}?[a-z][\w'–-]+(?=\s+(?:water\s+)?(?:reservo[iu]r|"
            r"dam)\b)"
        ),
        "letters": r"[a-z]",
        "region_noun": r"\b(?:region|province|oblast|rgn|krai|territory|republic)s?\b(?:\s+of)?",
        "region_ending": r"$^", "region_alone": r"kazakhstan",
        "region": (
            r"<R>\s+(?:region|province|oblast|rgn)\b(?!s)|<B>\b|"
            r"<R>(?:,\s+[a-z\s]+?)?\s+and\s+[a-z\s]+?\s+(?:regions|provinces)\b"
        ),
        "regions_plural": r"(?:regions|provinces)$",
    },
    conjunctions=r"and|while|whereas|but|although|though|with|which|that|where|who|because|since|as|when|hence",
    joiners=r"and|,",
    abbreviations=r"(?:mr|mrs|dr|no|st|cu|approx|jan|feb|mar|apr|aug|sept?|oct|nov|dec|u\.s|e\.g|i\.e|mln|bln|n|w|e|s)",
    prefilter=("eservoir", "eservour", "ESERVOIR", " dam", "Dam", "egulator", "hydro"),
    comma_groups=True,
    number_first=True,
)
