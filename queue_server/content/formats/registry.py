"""The formats a source can have."""

from collections.abc import Mapping

from config.sources import SourceFormat
from queue_server.content.formats.cdpee.walking import walk as walk_cdpee
from queue_server.content.formats.guangdong.walking import confirm as confirm_guangdong
from queue_server.content.formats.guangdong.walking import walk as walk_guangdong
from queue_server.content.formats.jobtech.walking import walk as walk_jobtech
from queue_server.content.formats.nav.walking import walk as walk_nav
from queue_server.content.formats.port import Adapter
from queue_server.content.formats.schema_org.walking import walk as walk_schema_org
from queue_server.content.formats.syndication.walking import walk as walk_syndication

# Dropped sheets are not asked for but come by themselves: ``content.dropping``.
ADAPTERS: Mapping[SourceFormat, Adapter] = {
    "guangdong": Adapter(walk=walk_guangdong, manner="scan", confirm=confirm_guangdong),
    "cdpee": Adapter(walk=walk_cdpee, manner="scan"),
    "schema_org": Adapter(walk=walk_schema_org, manner="scan"),
    "syndication": Adapter(walk=walk_syndication, manner="delta"),
    "jobtech": Adapter(walk=walk_jobtech, manner="delta"),
    "nav": Adapter(walk=walk_nav, manner="delta"),
}
