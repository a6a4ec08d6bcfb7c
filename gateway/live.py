"""The live streams of this process: what the broker says, sorted to those it is news for."""


class Live: ...
