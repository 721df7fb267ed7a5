import unittest

from fastapi.testclient import TestClient

from app.main import app


class Ready(unittest.TestCase):
    def test_the_server_is_ready(self) -> None:
        with TestClient(app) as client:
            self.assertEqual(client.get("/readyz").status_code, 200)
