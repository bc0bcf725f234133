from tests.cases.telemetry.conftest import _objects_on_disk, imported, receive

__all__ = ["_objects_on_disk", "imported", "receive"]
