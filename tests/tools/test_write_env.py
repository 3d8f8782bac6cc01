from pathlib import Path

from tools.write_env import write_env


def test_write_env_makes_a_secret_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    assert write_env(path)
    first, second = path.read_text().splitlines()
    assert first == "COPAPERU_ENV=development"
    assert len(second.removeprefix("SECRET_KEY=")) >= 50
    assert path.stat().st_mode & 0o777 == 0o600


def test_write_env_leaves_a_file_alone(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=mine\n")
    assert not write_env(path)
    assert path.read_text() == "SECRET_KEY=mine\n"
