"""Properties that are computed when first read, and then plain attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from functools import cached_property as lazy
else:

    class lazy:  # noqa: N801 - used as a decorator, like functools.cached_property
        """As `functools.cached_property`, without the lock that it takes in Python 3.11, which costs a short text a tenth of
        its time: two threads that read at once may both compute the value, which is the same.

        >>> class Text:
        ...     @lazy
        ...     def size(self):
        ...         print("computed")
        ...         return 3
        >>> text = Text()
        >>> text.size, text.size
        computed
        (3, 3)
        """

        def __init__(self, function) -> None:
            self.function = function
            self.name = function.__name__
            self.__doc__ = function.__doc__

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            value = self.function(instance)
            instance.__dict__[self.name] = value
            return value


__all__ = ["lazy"]
