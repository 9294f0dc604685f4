from tests.ops.conftest import folder

__all__ = ["folder"]
