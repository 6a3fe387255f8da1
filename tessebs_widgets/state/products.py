"""The same fold of every product, as far as it has come."""

from traitlets import HasTraits, Instance, Unicode, UseEnum

from tessebs_core.records.product_folds import ProductComparison
from tessebs_core.records.reporting import Step
from tessebs_widgets.state.loading import Loading

__all__ = ["ProductTraits"]


class ProductTraits(HasTraits):
    """The part of the screen's state that is about the comparison of products."""

    comparison = Instance(ProductComparison, allow_none=True)
    comparison_loading = UseEnum(Loading, default_value=Loading.NONE)
    comparison_step = Instance(Step, allow_none=True)
    comparison_message = Unicode(help="why there is no comparison")
