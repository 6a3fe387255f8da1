"""What SIMBAD's TAP service answers to astroquery 0.4.11: capabilities, and the names of an object."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

__all__ = ["CAPABILITIES", "asked_name", "names_votable"]

CAPABILITIES = """<?xml version="1.0" encoding="UTF-8"?>
<vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0"
    xmlns:tr="http://www.ivoa.net/xml/TAPRegExt/v1.0" xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <capability standardID="ivo://ivoa.net/std/TAP" xsi:type="tr:TableAccess">
    <interface role="std" xsi:type="vs:ParamHTTP"><accessURL use="base">{base}</accessURL></interface>
    <language><name>ADQL</name><version ivo-id="ivo://ivoa.net/std/ADQL#v2.0">2.0</version></language>
    <outputFormat><mime>application/x-votable+xml</mime><alias>votable</alias></outputFormat>
    <outputLimit><default unit="row">2000000</default><hard unit="row">2000000</hard></outputLimit>
  </capability>
</vosi:capabilities>
"""

_VOTABLE = """<?xml version="1.0" encoding="utf-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
 <RESOURCE type="results">
  <INFO name="QUERY_STATUS" value="OK"/>
  <TABLE>
   <FIELD ID="id" arraysize="*" datatype="char" name="id"/>
   <DATA><TABLEDATA>{rows}</TABLEDATA></DATA>
  </TABLE>
 </RESOURCE>
</VOTABLE>
"""

_NAME = re.compile(r"id_typed\.id = '((?:[^']|'')*)'")


def asked_name(adql: str) -> str | None:
    """Return the object that ``query_objectids`` asks for; None for any other query."""
    found = _NAME.search(adql)
    return found.group(1).replace("''", "'") if found else None


def names_votable(names: Iterable[str]) -> str:
    """Return a VOTable with one column ``id``."""
    return _VOTABLE.format(rows="".join(f"<TR><TD>{escape(name)}</TD></TR>" for name in names))
