"""The application: a short list of what it is made of."""

from flask import Flask

from content.files import FileStore
from portal import access, assets, config, errors, front, identity, language, logs, markup, security
from portal.bodies import StrictRequest
from portal.database import close_session, open_database
from portal.searching import Search
from portal.sign_in import Throttle
from portal.views import account, operator, preview
from portal.views.intake import api as intake_api
from portal.views.intake import propose, status
from portal.views.public import (
    agreements,
    api,
    feeds,
    goals,
    historical,
    news_feed,
    pages,
    parties,
    policy,
    registers,
    search,
    site,
    timeline,
    world_map,
)
from portal.views.staff import (
    authority,
    authority_people,
    drafts,
    drafts_documents,
    drafts_elements,
    drafts_publishing,
    drafts_words,
    exchange,
    library,
    mailbox,
    pages_publishing,
    pages_words,
    people,
    proposals,
    proposals_assessment,
    proposals_authority,
    proposals_capacity,
    proposals_council,
    queue,
    signing,
)
from portal.views.staff import pages as staff_pages

BLUEPRINTS = (
    site.blueprint,
    agreements.blueprint,
    search.blueprint,
    world_map.blueprint,
    timeline.blueprint,
    goals.blueprint,
    historical.blueprint,
    parties.blueprint,
    registers.blueprint,
    feeds.blueprint,
    pages.blueprint,
    news_feed.blueprint,
    policy.blueprint,
    api.blueprint,
    propose.blueprint,
    status.blueprint,
    intake_api.blueprint,
    account.blueprint,
    operator.blueprint,
    queue.blueprint,
    proposals.blueprint,
    proposals_assessment.blueprint,
    proposals_capacity.blueprint,
    proposals_authority.blueprint,
    proposals_council.blueprint,
    drafts.blueprint,
    drafts_words.blueprint,
    drafts_elements.blueprint,
    drafts_documents.blueprint,
    drafts_publishing.blueprint,
    exchange.blueprint,
    signing.blueprint,
    staff_pages.blueprint,
    pages_words.blueprint,
    pages_publishing.blueprint,
    library.blueprint,
    preview.blueprint,
    people.blueprint,
    mailbox.blueprint,
    authority.blueprint,
    authority_people.blueprint,
)


def create_app(settings: config.Config | None = None) -> Flask:
    """The portal for one instance. Raises UnsafeConfig when its configuration must not be run with."""
    settings = settings or config.load()
    logs.begin(settings)
    site_identity = identity.read(settings, identity.pack_of(settings))
    app = Flask("portal", static_folder=None)
    app.request_class = StrictRequest
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TIME_ZONE=site_identity.time_zone,
        PUBLIC_URL=settings.public_url,
        IS_HTTPS=settings.is_https,
        TRUSTED_HOST_NAMES=settings.trusted_hosts,
        RELEASE=f"{assets.release_digest()}-{site_identity.digest}",
        MAX_CONTENT_LENGTH=settings.max_body,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=1000,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_https else "session",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
    )
    app.extensions["settings"] = settings
    app.extensions["site"] = site_identity
    app.extensions["database"] = open_database(settings.database_url)
    app.extensions["files"] = FileStore(settings.files)
    app.extensions["search"] = Search(settings.index, app.extensions["database"], site_identity.languages)
    app.extensions["throttle"] = Throttle()
    app.teardown_request(close_session)
    language.init_app(app, site_identity.languages)
    markup.init_app(app, settings, site_identity)
    assets.init_app(app, site_identity)
    security.init_app(app)
    access.init_app(app)
    errors.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    front.init_app(app, settings.cache_bytes)
    return app
