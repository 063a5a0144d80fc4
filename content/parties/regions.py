"""The regions of the world, by country: the geographic regions of the United Nations' standard M49.

The Americas are told apart as M49's own sub-regions 021 and 419, because cities speak of them so. Taiwan and Kosovo,
which M49 does not list, stand with their neighbours. Codes for invented countries (XA to XZ) belong to no region.
"""

from dataclasses import dataclass

from content.languages import gettext, mark


@dataclass(frozen=True)
class Region:
    """A region: its code in addresses and in the read model, its number in M49, its English name, its countries."""

    code: str
    m49: str
    name: str
    countries: frozenset[str]


def _region(code: str, m49: str, name: str, countries: str) -> Region:
    return Region(code, m49, name, frozenset(countries.split()))


REGIONS = (
    _region(
        "africa",
        "002",
        mark("Africa"),
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ"
        " NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW",
    ),
    _region("northern-america", "021", mark("Northern America"), "BM CA GL PM US"),
    _region(
        "latin-america-caribbean",
        "419",
        mark("Latin America and the Caribbean"),
        "AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS MX"
        " NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI",
    ),
    _region("antarctica", "010", mark("Antarctica"), "AQ"),
    _region(
        "asia",
        "142",
        mark("Asia"),
        "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK"
        " PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE",
    ),
    _region(
        "europe",
        "150",
        mark("Europe"),
        "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT"
        " NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK",
    ),
    _region(
        "oceania",
        "009",
        mark("Oceania"),
        "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
    ),
)
_BY_COUNTRY = {country: region.code for region in REGIONS for country in region.countries}
_NAMES = {region.code: region.name for region in REGIONS}


def region_of(country: str) -> str | None:
    """The code of a country's region; None for an invented or unknown country."""
    return _BY_COUNTRY.get(country)


def region_name(code: str) -> str:
    """A region's name in the current language; the code itself when there is no such region."""
    return gettext(_NAMES[code]) if code in _NAMES else code
