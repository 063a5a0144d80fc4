"""The application: a short list of what it is made of."""

from flask import Flask

from content.files import FileStore
from portal import access, assets, config, errors, language, markup, security
from portal.bodies import StrictRequest
from portal.database import close_session, open_database
from portal.searching import Search
from portal.sign_in import Throttle
from portal.views import account
from portal.views.intake import api as intake_api
from portal.views.intake import propose, status
from portal.views.public import agreements, api, feeds, search, site
from portal.views.staff import (
    drafts,
    drafts_documents,
    drafts_elements,
    drafts_publishing,
    drafts_words,
    people,
    proposals,
    proposals_assessment,
    proposals_capacity,
    proposals_council,
    queue,
    signing,
)

BLUEPRINTS = (
    site.blueprint,
    agreements.blueprint,
    search.blueprint,
    feeds.blueprint,
    api.blueprint,
    propose.blueprint,
    status.blueprint,
    intake_api.blueprint,
    account.blueprint,
    queue.blueprint,
    proposals.blueprint,
    proposals_assessment.blueprint,
    proposals_capacity.blueprint,
    proposals_council.blueprint,
    drafts.blueprint,
    drafts_words.blueprint,
    drafts_elements.blueprint,
    drafts_documents.blueprint,
    drafts_publishing.blueprint,
    signing.blueprint,
    people.blueprint,
)


def create_app(settings: config.Config | None = None) -> Flask:
    """The portal for one instance. Raises UnsafeConfig when its configuration must not be run with."""
    settings = settings or config.load()
    app = Flask("portal", static_folder=None)
    app.request_class = StrictRequest
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TIME_ZONE=settings.time_zone,
        PUBLIC_URL=settings.public_url,
        IS_HTTPS=settings.is_https,
        TRUSTED_HOST_NAMES=settings.trusted_hosts,
        RELEASE=assets.release_digest(),
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
    app.extensions["database"] = open_database(settings.database_url)
    app.extensions["files"] = FileStore(settings.files)
    app.extensions["search"] = Search(settings.index, app.extensions["database"])
    app.extensions["throttle"] = Throttle()
    app.teardown_request(close_session)
    language.init_app(app)
    markup.init_app(app, settings)
    assets.init_app(app)
    security.init_app(app)
    access.init_app(app)
    errors.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
