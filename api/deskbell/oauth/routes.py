"""What of OAuth stands outside of the document: pages, and what RFC 6749, 7009 and 8414 say the shape of."""

from typing import Final

from deskbell.oauth import metadata, pages, portal, token_endpoint

routes: Final = (*token_endpoint.routes, *pages.routes, metadata.route, portal.pages)
