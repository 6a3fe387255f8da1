"""The eclipses of an entry or of the fold, measured and under a person's review."""

from traitlets import HasTraits, Instance, Int, Tuple, Unicode, UseEnum

from tessebs_widgets.state.loading import Loading

__all__ = ["ReviewTraits"]


class ReviewTraits(HasTraits):
    """The part of the screen's state that is about the numbers of the eclipses."""

    entries = Tuple(help="CatalogueSignal of each of the target's catalogue entries")
    entry = Int(None, allow_none=True, help="the entry under review; None for the fold, which stores nothing")
    review = Instance("tessebs_core.compute.eclipse_review.EclipseReview", allow_none=True)
    review_provenance = Unicode(None, allow_none=True, help="the product it was measured on")
    review_loading = UseEnum(Loading, default_value=Loading.NONE)
    review_message = Unicode(help="why there is none")
