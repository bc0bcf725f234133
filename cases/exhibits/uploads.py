"""Uploads that go straight to the object store, hashed and bounded as they land."""

from typing import Any, Self

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from cases.exhibits import ingest, store


class LandedFile(UploadedFile):  # type: ignore[type-arg]
    """An uploaded file that has landed whole; gone when the request ends, unless it was kept."""

    def __init__(self, landing: store.Landing, name: str | None, content_type: str | None) -> None:
        super().__init__(name=name, content_type=content_type, size=landing.size)
        self.landing = landing

    def close(self) -> None:
        """Leave nothing behind."""
        self.landing.discard()


class ExhibitUploadHandler(FileUploadHandler):
    """Takes every file of a form; `refusals` says which were too large."""

    chunk_size = store.CHUNK

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.refusals: list[str] = []
        self.landing: store.Landing | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a landing for the file that follows."""
        super().new_file(*args, **kwargs)
        self.landing = store.Landing(limit=settings.EXHIBIT_MAX_BYTES)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Let a piece land; what is past the bound is read to its end and kept nowhere."""
        try:
            self._landing.write(raw_data)
        except store.TooLarge as error:
            self.refusals.append(ingest.too_large(self.file_name or ""))
            self._landing.discard()
            raise SkipFile from error

    def file_complete(self, file_size: int) -> LandedFile:
        """Hand over what landed."""
        return LandedFile(self._landing, self.file_name, self.content_type)

    def upload_interrupted(self) -> None:
        """Leave nothing of a file whose sender went away."""
        if self.landing:
            self.landing.discard()

    def close(self) -> None:
        """Leave nothing of a form that broke off: Django closes each handler's `file` then."""
        if self.landing:
            self.landing.discard()

    @property
    def file(self) -> Self:
        return self

    @property
    def _landing(self) -> store.Landing:
        if self.landing is None:
            raise RuntimeError("A piece came before its file.")
        return self.landing
