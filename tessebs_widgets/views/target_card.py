"""The target card: who this star is, where else to look, and what colleagues wrote."""

from typing import Any

from tessebs_core.records import Candidate, TargetMetadata
from tessebs_widgets.assets import script
from tessebs_widgets.state import TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.numbers import ranges, sexagesimal

__all__ = ["TargetCard", "links"]


class TargetCard(View):
    """Show the candidate's metadata, links, failed products and comments."""

    _esm = script("dom", "target_card")
    watches = ("candidate",)

    def __init__(self, state: TriageState) -> None:
        super().__init__(state)
        self.add_class("te-card")

    def describe(self) -> dict[str, Any]:
        """Numbers as text, in reading order."""
        candidate = self._state.candidate
        if candidate is None:
            return {"tic": None}
        return {
            "tic": str(candidate.target.tess_id),
            "facts": _facts(candidate),
            "links": [{"label": label, "url": url} for label, url in links(candidate.target)],
            "failures": list(candidate.failures),
            "comments": [
                {"author": each.author, "text": each.text, "at": each.timestamp.isoformat()}
                for each in candidate.comments
            ],
        }


def links(target: TargetMetadata) -> list[tuple[str, str]]:
    """Pages about a target elsewhere; built from numbers only, and only followed by hand."""
    tess_id = int(target.tess_id)
    found = [
        ("ExoFOP", f"https://exofop.ipac.caltech.edu/tess/target.php?id={tess_id}"),
        (
            "MAST",
            f"https://mast.stsci.edu/portal/Mashup/Clients/Mast/Portal.html?searchQuery=TIC%20{tess_id}",
        ),
        ("SIMBAD", f"https://simbad.cds.unistra.fr/simbad/sim-id?Ident=TIC%20{tess_id}"),
    ]
    if target.gaia_dr3_id is not None:
        found.append(("Gaia", _gaia(f"Gaia%20DR3%20{int(target.gaia_dr3_id)}")))
    elif target.ra is not None and target.dec is not None:
        found.append(("Gaia", _gaia(f"{float(target.ra):.6f}%20{float(target.dec):+.6f}&-c.rs=10")))
    return found


def _gaia(query: str) -> str:
    return f"https://vizier.cds.unistra.fr/viz-bin/VizieR?-source=I/355/gaiadr3&-c={query}"


def _facts(candidate: Candidate) -> list[dict[str, str]]:
    target = candidate.target
    facts: list[tuple[str, str]] = []
    if target.ra is not None and target.dec is not None:
        facts.append(("RA, Dec", sexagesimal(target.ra, target.dec)))
    brightness = [] if target.Tmag is None else [f"{target.Tmag:.2f} mag"]
    temperature = [] if target.teff is None else [f"{target.teff:.0f} K"]
    gravity = [] if target.logg is None else [f"{target.logg:.2f}"]
    facts.append(("Tmag", "".join(brightness) or "unknown"))
    facts.append(("Teff", "".join(temperature) or "unknown"))
    if gravity:
        facts.append(("log g", gravity[0]))
    if target.gaia_dr3_id is not None:
        facts.append(("Gaia DR3", str(target.gaia_dr3_id)))
    elif target.gaia_id is not None:
        facts.append(("Gaia DR2", str(target.gaia_id)))
    if target.kepler_id is not None:
        facts.append(("KIC", str(target.kepler_id)))
    if target.asas_id is not None:
        facts.append(("ASAS", target.asas_id))
    facts.append(("Sectors", ranges(candidate.sectors) or "none"))
    facts.append(("Products", ", ".join(candidate.provenances) or "none held"))
    return [{"name": name, "value": value} for name, value in facts]
