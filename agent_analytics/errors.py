"""Every error the project raises on purpose.

    AgentAnalyticsError
    ├── SettingsError        a configuration key, type or value that cannot be used
    ├── SourceError          a source that is configured but cannot be read
    ├── RecordError          one record that does not fit its table (becomes a dead letter)
    ├── PrivacyError         a redaction rule or key that cannot be applied
    ├── PricingError         a price book that contradicts itself
    ├── WarehouseError       the warehouse cannot be opened, locked or written
    │   └── WarehouseBusyError   another process holds the writer lock
    ├── SpoolError           the spool is held, unsafe, unreadable or cannot be made durable
    │   └── SpoolFullError       there is no room for more; it may be sent again
    ├── KeyFileError         a key that does not exist, or a key file that cannot be used
    ├── CollectError         the receiver cannot start as configured
    ├── TransformError       models that cannot be built, or whose tests fail
    ├── SetupError           a client's configuration that cannot be read or changed
    ├── ServingError         a snapshot that is missing, damaged or cannot be published
    ├── TemplateError        a dashboard's file that cannot be read or meant
    ├── QueryError           SQL from a user that is refused or fails
    ├── MetabaseError        a Metabase that cannot be reached, refuses or lacks something
    ├── RequestError         a request to the web view that is refused
    └── StatementError       a file of the company that cannot be read, or states something impossible

Messages say what went wrong, with which value, and what to do next. Tracebacks are for bugs; the command
line prints these without one.
"""

import errno

DISK_FAULTS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
"""Codes of an `OSError` that tell of a disk and are no bug of ours."""


class AgentAnalyticsError(Exception):
    """Root of all deliberate errors."""


class SettingsError(AgentAnalyticsError):
    """A configuration key, type or value that cannot be used."""


class SourceError(AgentAnalyticsError):
    """A source that is configured but cannot be read."""


class RecordError(AgentAnalyticsError):
    """One record that does not fit its table."""


class PrivacyError(AgentAnalyticsError):
    """A redaction rule or key that cannot be applied."""


class PricingError(AgentAnalyticsError):
    """A price book that contradicts itself."""


class WarehouseError(AgentAnalyticsError):
    """The warehouse cannot be opened, locked or written."""


class WarehouseBusyError(WarehouseError):
    """Another process holds the writer lock."""


class SpoolError(AgentAnalyticsError):
    """The spool is held, unsafe, unreadable or cannot be made durable."""


class SpoolFullError(SpoolError):
    """There is no room for more; what was refused may be sent again."""


class KeyFileError(AgentAnalyticsError):
    """A key that does not exist, or a key file that cannot be used."""


class CollectError(AgentAnalyticsError):
    """The receiver cannot start as configured."""


class TransformError(AgentAnalyticsError):
    """Models that cannot be built, or whose tests fail."""


class SetupError(AgentAnalyticsError):
    """A client's configuration that cannot be read or changed."""


class ServingError(AgentAnalyticsError):
    """A snapshot that is missing, damaged or cannot be published."""


class TemplateError(AgentAnalyticsError):
    """A dashboard's file that cannot be read or meant."""


class QueryError(AgentAnalyticsError):
    """SQL from a user that is refused or fails."""


class MetabaseError(AgentAnalyticsError):
    """A Metabase that cannot be reached, refuses or lacks something."""


class RequestError(AgentAnalyticsError):
    """A request to the web view that is refused."""


class StatementError(AgentAnalyticsError):
    """A statement about the company that cannot be read, meant or written."""
